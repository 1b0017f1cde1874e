import { SteadfastError } from "../../base/index.ts";
import { shown } from "./failure.ts";
import { metadataKey } from "./safetensors-header.ts";
import { bytesPerElement, elementCount, maximumRank } from "./stored-type.ts";
import { lengthError, type PlannedTensor, type WrittenType } from "./write-safetensors.ts";

/** A tensor to write. Data that is made when it is wanted need not be held with all the rest. */
export interface TensorToWrite {
  readonly name: string;
  readonly shape: readonly number[];
  /** Elements row by row; must not change until all is written. */
  readonly data: Float32Array | (() => Promise<Float32Array>);
}

/** A tensor that will have its place in a file. */
export interface PlacedTensor extends PlannedTensor {
  /** As it will be written. */
  readonly bytes: number;
}

/**
 * Checks all tensors and divides them, in their order, into files of at most `shardBytes` each, or of one tensor;
 * into one file if there are none.
 *
 * @throws SteadfastError `tensor-invalid`.
 */
export function planShards(options: { tensors: readonly TensorToWrite[]; dtype: WrittenType; shardBytes: number }): PlacedTensor[][] {
  const { tensors, dtype, shardBytes } = options;
  if (!(Number.isSafeInteger(shardBytes) && shardBytes > 0)) throw invalid(`Shards of ${shardBytes} bytes cannot be written.`, "Give a positive whole number of bytes.");
  const names = new Set<string>();
  const shards: PlacedTensor[][] = [[]];
  let room = shardBytes;
  for (const tensor of tensors) {
    const placed = check(tensor, dtype);
    if (names.has(tensor.name)) throw invalid(`Two tensors are called ${shown(tensor.name)}.`, "Give each its own name.");
    names.add(tensor.name);
    if (placed.bytes > room && shards.at(-1)!.length > 0) {
      shards.push([]);
      room = shardBytes;
    }
    shards.at(-1)!.push(placed);
    room = Math.max(0, room - placed.bytes);
  }
  return shards;
}

function check({ name, shape, data }: TensorToWrite, dtype: WrittenType): PlacedTensor {
  if (name === "" || name === metadataKey || !name.isWellFormed()) throw invalid(`A tensor cannot be called ${shown(name)}.`, "Give it the name that the architecture publishes.");
  const count = shape.length <= maximumRank ? elementCount(shape) : undefined;
  if (count === undefined) throw invalid(`The tensor ${shown(name)} cannot have the shape ${shown(shape)}.`, `A shape is a list of at most ${maximumRank} whole numbers.`);
  const planned: PlacedTensor = { name, shape: [...shape], count, data, bytes: count * bytesPerElement[dtype] };
  if (typeof data !== "function" && data.length !== count) throw lengthError(planned, data.length);
  return planned;
}

function invalid(sentence: string, hint: string): SteadfastError {
  return new SteadfastError({ code: "tensor-invalid", kind: "bug", sentence, hint });
}
