import { SteadfastError } from "../../base/index.ts";
import { swapBytes } from "./decode.ts";
import { shown } from "./failure.ts";
import { encodeBfloat16, encodeFloat16, littleEndian } from "./half.ts";
import { lengthBytes, metadataKey, safetensorsNames } from "./safetensors-header.ts";
import { bytesPerElement } from "./stored-type.ts";

/** The types that weights are written in. */
export type WrittenType = "float32" | "float16" | "bfloat16";

/** A tensor whose name and shape have been checked. */
export interface PlannedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly count: number;
  readonly data: Float32Array | (() => Promise<Float32Array>);
}

/** Elements that are converted at a time. */
const pieceElements = 1 << 20;

/** The content of one safetensors file, piece by piece; a piece is overwritten when the next is asked for. */
export async function* safetensorsContent(options: { tensors: readonly PlannedTensor[]; dtype: WrittenType; metadata: Readonly<Record<string, string>> }): AsyncGenerator<Uint8Array> {
  yield headerBytes(options);
  const scratch = options.dtype === "float32" && littleEndian ? undefined : new Uint8Array(pieceElements * bytesPerElement[options.dtype]);
  for (const tensor of options.tensors) {
    const values = typeof tensor.data === "function" ? await tensor.data() : tensor.data;
    if (values.length !== tensor.count) throw lengthError(tensor, values.length);
    if (scratch === undefined) {
      yield new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      continue;
    }
    for (let start = 0; start < values.length; start += pieceElements) yield encode({ name: tensor.name, source: values.subarray(start, start + pieceElements), dtype: options.dtype, scratch });
  }
}

/** @throws SteadfastError `tensor-invalid` */
export function lengthError({ name, shape, count }: PlannedTensor, length: number): SteadfastError {
  return new SteadfastError({ code: "tensor-invalid", kind: "bug", sentence: `The tensor ${shown(name)} has ${length} elements, but its shape ${shown(shape)} has ${count}.`, hint: "Give all elements of the shape, row by row." });
}

/** Padded by spaces, so that the elements begin at a multiple of 8. */
function headerBytes({ tensors, dtype, metadata }: { tensors: readonly PlannedTensor[]; dtype: WrittenType; metadata: Readonly<Record<string, string>> }): Uint8Array {
  // A map, for an object would put names that look like numbers first and lose "__proto__".
  const members = [`${JSON.stringify(metadataKey)}:${JSON.stringify({ format: "pt", ...metadata })}`];
  let position = 0;
  for (const { name, shape, count } of tensors) {
    const end = position + count * bytesPerElement[dtype];
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: safetensorsNames[dtype], shape, data_offsets: [position, end] })}`);
    position = end;
  }
  const json = Buffer.from(`{${members.join(",")}}`);
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(lengthBytes + padded, " ");
  bytes.writeBigUInt64LE(BigInt(padded));
  json.copy(bytes, lengthBytes);
  return bytes;
}

function encode({ name, source, dtype, scratch }: { name: string; source: Float32Array; dtype: WrittenType; scratch: Uint8Array }): Uint8Array {
  const bytes = scratch.subarray(0, source.length * bytesPerElement[dtype]);
  if (dtype === "float32") {
    bytes.set(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));
  } else {
    const halves = new Uint16Array(bytes.buffer, 0, source.length);
    if (dtype === "float16") encodeFloat16(source, halves);
    else encodeBfloat16(source, halves);
    refuseOverflow({ name, source, halves, dtype });
  }
  if (!littleEndian) swapBytes(bytes, bytesPerElement[dtype]);
  return bytes;
}

/** A weight that silently became infinite would ruin the model. */
function refuseOverflow({ name, source, halves, dtype }: { name: string; source: Float32Array; halves: Uint16Array; dtype: WrittenType }): void {
  const infinite = dtype === "float16" ? 0x7c00 : 0x7f80;
  for (let index = 0; index < halves.length; index++) {
    if ((halves[index]! & infinite) !== infinite || !Number.isFinite(source[index]!)) continue;
    throw new SteadfastError({ code: "tensor-too-large", sentence: `The tensor ${shown(name)} has the value ${source[index]}, which is too large for ${dtype}.`, hint: "Write float32 instead." });
  }
}
