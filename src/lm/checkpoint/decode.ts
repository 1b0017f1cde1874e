import { decodeBfloat16, decodeFloat16, littleEndian } from "./half.ts";
import { bytesPerElement, type StoredType } from "./stored-type.ts";

/**
 * Turns little-endian elements into float32. Floating types are rounded where they have to be (float64); an integer that
 * float32 cannot hold exactly is not: it is returned, and the rest left undone.
 *
 * @param bytes begins at a multiple of the element's size in its buffer; is changed on machines that are not little-endian.
 */
export function decode(dtype: StoredType, bytes: Uint8Array, target: Float32Array): number | bigint | undefined {
  const { buffer, byteOffset } = bytes;
  const length = target.length;
  if (!littleEndian) swapBytes(bytes, bytesPerElement[dtype]);
  switch (dtype) {
    case "float64":
      target.set(new Float64Array(buffer, byteOffset, length));
      return undefined;
    case "float32":
      target.set(new Float32Array(buffer, byteOffset, length));
      return undefined;
    case "float16":
      decodeFloat16(new Uint16Array(buffer, byteOffset, length), target);
      return undefined;
    case "bfloat16":
      decodeBfloat16(new Uint16Array(buffer, byteOffset, length), target);
      return undefined;
    case "int64":
      return setExactly(target, new BigInt64Array(buffer, byteOffset, length));
    case "int32":
      return setExactly(target, new Int32Array(buffer, byteOffset, length));
    case "int16":
      target.set(new Int16Array(buffer, byteOffset, length));
      return undefined;
    case "int8":
      target.set(new Int8Array(buffer, byteOffset, length));
      return undefined;
    case "uint8":
      target.set(bytes.subarray(0, length));
      return undefined;
    case "bool":
      for (let index = 0; index < length; index++) target[index] = bytes[index] === 0 ? 0 : 1;
      return undefined;
  }
}

function setExactly(target: Float32Array, source: BigInt64Array | Int32Array): number | bigint | undefined {
  for (let index = 0; index < target.length; index++) {
    const value = source[index]!;
    target[index] = Number(value);
    // The comparison of a number with a bigint is exact.
    // oxlint-disable-next-line eqeqeq
    if (target[index] != value) return value;
  }
  return undefined;
}

/** Reverses the bytes of each element where it lies. */
export function swapBytes(bytes: Uint8Array, size: number): void {
  if (size === 1) return;
  for (let start = 0; start < bytes.length; start += size) bytes.subarray(start, start + size).reverse();
}
