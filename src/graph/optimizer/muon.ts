import { after } from "../ops/after.ts";
import { asTensor, type Operand, scalar } from "../ops/constant.ts";
import { cast } from "../ops/cast.ts";
import { add, divide, multiply, sqrt, square, subtract } from "../ops/elementwise.ts";
import { matmul } from "../ops/matmul.ts";
import { sum } from "../ops/shape-and-sum.ts";
import { transpose } from "../ops/transpose.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { adamW, type AdamWOptions, type AdamWState } from "./adamw.ts";

/** @see muon */
export interface MuonOptions extends AdamWOptions {
  /** Which parameters it is for: matrices [rows, columns] of linear layers. All others are AdamW's. */
  readonly orthogonal: (name: string) => boolean;
  /** Of the gradients' running sum; by default 0.95. */
  readonly momentum?: number;
}

/** Coefficients of the Newton–Schulz iteration X ← aX + (bA + cA²)X with A = XXᵀ: five of them take singular values to near 1. */
const [a, b, c] = [3.4445, -4.775, 2.0315];
const iterations = 5;

/**
 * One step of Muon (Jordan et al. 2024) for the matrices of linear layers: the update is the momentum with its singular values made near
 * equal, times 0.2·√max(rows, columns), so that it is as large as AdamW's and takes its learning rate (Liu et al. 2025, arXiv 2502.16982,
 * equation 4). Everything else is AdamW's. The state is that of AdamW too; a matrix's first moment is its momentum.
 *
 * @returns the next state and the gradients' global norm before clipping
 * @throws SteadfastError `not-finite` when run, where that norm is infinite or NaN; the state stays as it was
 * @example
 * const { state: next, norm } = muon(state, gradients, { learningRate: 2e-3, orthogonal: (name) => linearLayers.has(name) });
 */
export function muon(state: AdamWState<Record<string, Tensor>>, gradients: Record<string, Tensor>, { orthogonal, momentum = 0.95, ...options }: MuonOptions): { state: AdamWState<Record<string, Tensor>>; norm: Tensor } {
  const { state: others, norm } = adamW(state, gradients, options);
  const [parameters, firstMoments] = [{ ...others.parameters }, { ...others.firstMoments }];
  for (const name of Object.keys(parameters).filter(orthogonal)) {
    const old = state.parameters[name]!;
    // What waits for the norm waits for every gradient, and so comes after all readers of the old parameters.
    const rate = after(cast(cast(asTensor(options.learningRate as Operand, "float64"), "float64"), old.dtype), [norm]);
    const sums = add(multiply(state.firstMoments[name]!, after(scalar(momentum, old.dtype), [norm])), gradients[name]!);
    const ahead = add(gradients[name]!, multiply(sums, momentum));
    const [rows, columns] = old.shape as [number, number];
    const step = multiply(orthogonalized(ahead), multiply(rate, 0.2 * Math.sqrt(Math.max(rows, columns))));
    parameters[name] = subtract(multiply(old, subtract(1, multiply(rate, options.weightDecay ?? 0))), step);
    firstMoments[name] = sums;
  }
  return { state: { ...others, parameters, firstMoments }, norm };
}

/** A matrix [rows, columns] with the same singular vectors and singular values near 1. */
function orthogonalized(matrix: Tensor): Tensor {
  const [rows, columns] = matrix.shape as [number, number];
  const isTall = rows > columns;
  let current = isTall ? transpose(matrix, [1, 0]) : matrix;
  current = divide(current, add(sqrt(sum(square(current))), 1e-7));
  for (let iteration = 0; iteration < iterations; iteration++) {
    const product = matmul(current, current, { transposeB: true });
    const polynomial = add(multiply(product, b), multiply(matmul(product, product), c));
    current = add(multiply(current, a), matmul(polynomial, current));
  }
  return isTall ? transpose(current, [1, 0]) : current;
}
