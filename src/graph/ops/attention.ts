import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { add, requireFloat } from "./elementwise.ts";
import { where } from "./compare.ts";
import { scalar } from "./constant.ts";
import { matmul } from "./matmul.ts";
import { softmax } from "./softmax.ts";

/** A mask (bool: true is seen; or numbers added to the scores) and the factor for the scores, by default 1/√width. */
export interface AttentionOptions {
  mask?: Tensor;
  scale?: number;
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017, section 3.2.1), differentiable. A row that may see nothing averages
 * over all values; in `inferenceAttention` it gives 0.
 *
 * @param query [batch, heads, sequence, width]
 * @param key [batch, heads, total, width]
 * @param value [batch, heads, total, width]
 * @example
 * attention(query, key, value, { mask: causal }); // [batch, heads, sequence, width]
 */
export function attention(query: Tensor, key: Tensor, value: Tensor, options: AttentionOptions = {}): Tensor {
  const { mask, scale } = checked("attention", query, key, value, options);
  const scores = matmul(query, key, { transposeB: true, scale });
  // Added, a mask needs no pass of its own in the backward direction.
  const masked = mask === undefined ? scores : add(scores, mask.dtype === "bool" ? where(mask, scalar(0, query.dtype), -1e9) : mask);
  return matmul(softmax(masked), value);
}

/**
 * Attention for inference over caches whose rows hold different numbers of entries: one fused operator, no gradient.
 * The mask (bool or added numbers, [batch, 1 or heads, sequence, total]) says what each row may see. Key and value
 * may have fewer heads than the query (grouped heads), a divisor of its number.
 *
 * @example
 * inferenceAttention(query, key, value, { mask: visible }); // [batch, heads, sequence, width]
 */
export function inferenceAttention(query: Tensor, key: Tensor, value: Tensor, options: AttentionOptions = {}): Tensor {
  const { mask, scale } = checked("inferenceAttention", query, key, value, options);
  return makeTensor({
    operator: "Attention",
    inputs: mask === undefined ? [query, key, value] : [query, key, value, mask],
    attributes: { scale: { float: scale } },
    dtype: query.dtype,
    shape: [...query.shape.slice(0, 3), value.shape[3]!],
    derivative: "missing",
  });
}

function checked(operation: string, query: Tensor, key: Tensor, value: Tensor, { mask, scale }: AttentionOptions): { mask: Tensor | undefined; scale: number } {
  requireFloat(operation, query);
  const width = query.shape[3];
  const fits = [query, key, value].every((tensor) => tensor.rank === 4 && tensor.dtype === query.dtype) && key.shape[3] === width && key.shape[2] === value.shape[2];
  if (!fits || (typeof width !== "number" && scale === undefined)) throw graphError(operation, "expected query [batch, heads, sequence, width], key and value [batch, heads, total, width]", [query, key, value]);
  return { mask, scale: scale ?? 1 / Math.sqrt(width as number) };
}
