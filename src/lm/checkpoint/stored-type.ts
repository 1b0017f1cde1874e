/** The element types that files of weights hold. */
export type StoredType = "float64" | "float32" | "float16" | "bfloat16" | "int64" | "int32" | "int16" | "int8" | "uint8" | "bool";

/** Bytes of one element. */
export const bytesPerElement: Readonly<Record<StoredType, number>> = { float64: 8, float32: 4, float16: 2, bfloat16: 2, int64: 8, int32: 4, int16: 2, int8: 1, uint8: 1, bool: 1 };

/** PyTorch's own limit. It keeps work per element bounded. */
export const maximumRank = 64;

/** The product of a shape, or `undefined` where a dimension or the product is not a whole number that a double holds exactly. */
export function elementCount(shape: readonly number[]): number | undefined {
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return undefined;
  if (shape.includes(0)) return 0;
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count;
}
