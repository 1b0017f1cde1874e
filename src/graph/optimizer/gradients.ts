import { isTensor } from "../gradient/grad.ts";
import type { Operand } from "../ops/constant.ts";
import { minimum } from "../ops/compare.ts";
import { add, divide, multiply, requireFloat, sqrt } from "../ops/elementwise.ts";
import { matmul } from "../ops/matmul.ts";
import { requireFinite } from "../ops/require-finite.ts";
import { full, reshape } from "../ops/shape-and-sum.ts";
import { graphError } from "../tensor/graph-error.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { leavesLike, leavesOf, mapTree } from "../tensor/tree.ts";

/**
 * √ of the sum of squares over all leaves: the norm that clipping looks at.
 *
 * @example
 * globalNorm({ weight: constant([3], [1]), bias: scalar(4) }); // 5
 */
export function globalNorm(gradients: unknown): Tensor {
  const leaves = leavesOf(gradients, isTensor).map((leaf) => leaf.value);
  if (leaves.length === 0) throw graphError("globalNorm", "there are no gradients");
  // ONNX Runtime runs what the deepest summand needs first. In the order in which the backward pass made the gradients
  // each is computed, and what it needs is freed, before the pass goes on; in the order of the parameters all
  // activations would wait for the end, since the first layer's gradient is the last.
  const ordered = leaves.toSorted((a, b) => a.node.id - b.node.id);
  for (const leaf of leaves) requireFloat("globalNorm", leaf);
  return sqrt(ordered.map(sumOfSquares).reduce(add));
}

/**
 * The norm for clipping and for optimisers, whose every update waits for it: where it is infinite or NaN the run fails
 * before anything of the state has changed, instead of writing NaN into every parameter.
 */
export function soundNorm(gradients: unknown): Tensor {
  return requireFinite(globalNorm(gradients), "The global norm of the gradients is infinite or NaN.");
}

/** A row times itself: one pass over the memory, without a copy of the squares. */
function sumOfSquares(x: Tensor): Tensor {
  const row = reshape(x, [1, -1]);
  return reshape(matmul(row, row, { transposeB: true }), []);
}

/**
 * Gradients scaled down, all by one factor, so that their global norm is at most `limit` (Pascanu et al. 2013, arXiv 1211.5063).
 *
 * @throws SteadfastError `not-finite` when run, where the norm is infinite or NaN
 * @example
 * const { gradients, norm } = clipByGlobalNorm(grad(loss, parameters), 1);
 */
export function clipByGlobalNorm<T>(gradients: T, limit: number): { gradients: T; norm: Tensor } {
  const norm = soundNorm(gradients);
  const factor = clippingFactor(norm, limit);
  return { gradients: mapTree(gradients, isTensor, (gradient) => multiply(gradient, factor)) as T, norm };
}

/** What gradients of a norm are multiplied by so that it becomes at most `limit`. */
export function clippingFactor(norm: Tensor, limit: number): Tensor {
  return minimum(divide(limit, add(norm, 1e-6)), 1);
}

/**
 * Adds gradients to those of earlier micro-batches, each with a weight (its share of the response tokens, say). One NaN
 * stays in the sums: the weight `after(weight, [requireFinite(loss)])` refuses the micro-batch that brings it.
 *
 * @example
 * const sums = accumulateGradients(state.sums, grad(loss, parameters), 1 / 4);
 */
export function accumulateGradients<T>(sums: T, gradients: T, weight: Operand): T {
  const added = leavesLike("accumulateGradients", gradients, leavesOf(sums, isTensor), isTensor);
  let next = 0;
  return mapTree(sums, isTensor, (sum) => add(sum, multiply(added[next++]!.value, weight))) as T;
}

/**
 * Zeros in the nesting and shapes of the tensors.
 *
 * @example
 * zerosLike({ weight: constant([3, 5], [2]), bias: scalar(4) }); // { weight: [0, 0], bias: 0 }
 */
export function zerosLike<T>(tensors: T): T {
  return mapTree(tensors, isTensor, ({ shape, dtype }) => full(shape, 0, dtype)) as T;
}
