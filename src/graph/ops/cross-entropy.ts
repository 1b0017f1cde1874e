import { sameShape } from "../tensor/broadcast.ts";
import { productOf } from "../tensor/dimension.ts";
import { graphError } from "../tensor/graph-error.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { cast } from "./cast.ts";
import { equal, maximum, not, where } from "./compare.ts";
import { add, divide, exp, log, multiply, negate, subtract } from "./elementwise.ts";
import { pick, pickMany, scatterAlong } from "./gather.ts";
import { matmul } from "./matmul.ts";
import { max } from "./reduce.ts";
import { reshape, sum } from "./shape-and-sum.ts";
import { expandDimensions } from "./transpose.ts";
import { logSoftmax } from "./softmax.ts";
import { withDerivative } from "./with-derivative.ts";

/** Which labels do not count. */
export interface CrossEntropyOptions {
  /** Places with this label add nothing; −100 by default, as elsewhere. */
  ignoredLabel?: number;
}

/**
 * −log of the probability of each label, 0 where it is ignored.
 *
 * @param logits [..., vocabulary]
 * @param labels [...], int32 or int64
 */
export function crossEntropyPerToken(logits: Tensor, labels: Tensor, { ignoredLabel = -100 }: CrossEntropyOptions = {}): Tensor {
  if (!sameShape(labels.shape, logits.shape.slice(0, -1))) throw graphError("crossEntropy", "the labels must have the shape of the logits without their last axis", [logits, labels]);
  const ignored = equal(labels, ignoredLabel);
  const safe = where(ignored, 0, labels);
  const logProbabilities = logSoftmax(logits);
  const loss = where(ignored, 0, negate(pick(logProbabilities, safe)));
  return withDerivative(loss, [logits], (gradient) => {
    // softmax − one-hot, without a one-hot array.
    const weight = expandDimensions(where(ignored, 0, gradient), -1);
    return [scatterAlong(multiply(exp(logProbabilities), weight), expandDimensions(safe, -1), negate(weight), logits.rank - 1)];
  });
}

/**
 * Mean cross-entropy of a linear head, `crossEntropy(hidden · weightᵀ, labels)`, without the logits ever standing in more
 * than two arrays. They are kept as [vocabulary, tokens]: then the products of the backward pass, too, read both
 * operands along their rows.
 *
 * @param hidden [..., width]
 * @param weight [vocabulary, width]
 * @param labels [...], int32 or int64
 * @example
 * const loss = linearCrossEntropy(hidden, embedding, labels);
 */
export function linearCrossEntropy(hidden: Tensor, weight: Tensor, labels: Tensor, { ignoredLabel = -100 }: CrossEntropyOptions = {}): Tensor {
  if (!sameShape(labels.shape, hidden.shape.slice(0, -1))) throw graphError("linearCrossEntropy", "the labels must have the shape of the hidden states without their last axis", [hidden, weight, labels]);
  const flat = reshape(hidden, [productOf(labels.shape), hidden.shape.at(-1)!]);
  const row = reshape(labels, [1, flat.shape[0]!]);
  const ignored = equal(row, ignoredLabel);
  const safe = where(ignored, 0, row);
  const logits = matmul(weight, flat, { transposeB: true });
  const highest = max(logits, { axes: [0], keepDimensions: true });
  const exponentials = exp(subtract(logits, highest));
  const total = sum(exponentials, { axes: [0], keepDimensions: true });
  const losses = where(ignored, 0, subtract(add(log(total), highest), pickMany(logits, safe, 0)));
  const loss = divide(sum(losses), counted(row, ignoredLabel, hidden.dtype));
  return withDerivative(loss, [flat, weight], (gradient) => {
    const share = where(ignored, 0, divide(gradient, counted(row, ignoredLabel, hidden.dtype)));
    const slopes = scatterAlong(multiply(exponentials, divide(share, total)), safe, negate(share), 0);
    return [matmul(slopes, weight, { transposeA: true }), matmul(slopes, flat)];
  });
}

function counted(labels: Tensor, ignoredLabel: number, dtype: Tensor["dtype"]): Tensor {
  return maximum(sum(cast(not(equal(labels, ignoredLabel)), dtype)), 1);
}

/**
 * Mean over the labels that count. No label that counts: 0.
 *
 * @example
 * const loss = crossEntropy(logits, nextIds); // [batch, sequence, vocabulary], [batch, sequence] → []
 */
export function crossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyOptions = {}): Tensor {
  const { ignoredLabel = -100 } = options;
  return divide(sum(crossEntropyPerToken(logits, labels, options)), counted(labels, ignoredLabel, logits.dtype));
}
