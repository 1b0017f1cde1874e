import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";

/**
 * Writes new entries into each row's cache at that row's own place; for inference, without gradients.
 *
 * @param cache [batch, heads, capacity, width]
 * @param entries [batch, heads, count, width]
 * @param starts int64 [batch]: where each row's entries begin; start + count may not exceed the capacity
 * @example
 * const keys = writeCache(cachedKeys, newKeys, lengths);
 */
export function writeCache(cache: Tensor, entries: Tensor, starts: Tensor): Tensor {
  const fits = cache.rank === 4 && entries.rank === 4 && starts.rank === 1 && [0, 1, 3].every((axis) => cache.shape[axis] === entries.shape[axis]) && starts.shape[0] === cache.shape[0];
  if (!fits || cache.dtype !== entries.dtype || starts.dtype !== "int64") throw graphError("writeCache", "expected [batch, heads, capacity, width], [batch, heads, count, width] and int64 [batch]", [cache, entries, starts]);
  return makeTensor({ operator: "TensorScatter", inputs: [cache, entries, starts], attributes: { axis: -2, mode: "linear" }, dtype: cache.dtype, shape: cache.shape, derivative: "missing" });
}
