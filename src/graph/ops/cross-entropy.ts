import { sameShape } from "../tensor/broadcast.ts";
import { graphError } from "../tensor/graph-error.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { after } from "./after.ts";
import { cast } from "./cast.ts";
import { and, equal, less, maximum, not, where } from "./compare.ts";
import { clearRows } from "./clear-rows.ts";
import { divide, exp, multiply, negate, requireFloat } from "./elementwise.ts";
import { pick, scatterAlong } from "./gather.ts";
import { sum } from "./shape-and-sum.ts";
import { expandDimensions } from "./transpose.ts";
import { logSoftmax } from "./softmax.ts";
import { withDerivative } from "./with-derivative.ts";

/** Which labels do not count. */
export interface CrossEntropyOptions {
  /** Places with this label add nothing; −100 by default, as elsewhere. */
  ignoredLabel?: number;
}

/**
 * −log of the probability of each label. Where the label is ignored the loss is 0 and so is the gradient, whatever the
 * logits are, NaN included.
 *
 * @param logits [..., vocabulary]
 * @param labels [...], int32 or int64
 * @example
 * crossEntropyPerToken(constant([0, 0, 0, 0], [2, 2]), constant([1, -100], [2], "int32")); // [0.693…, 0]
 */
export function crossEntropyPerToken(logits: Tensor, labels: Tensor, { ignoredLabel = -100 }: CrossEntropyOptions = {}): Tensor {
  requireFloat("crossEntropy", logits);
  if (labels.dtype !== "int32" && labels.dtype !== "int64") throw graphError("crossEntropy", "the labels must be int32 or int64", [logits, labels]);
  if (!sameShape(labels.shape, logits.shape.slice(0, -1))) throw graphError("crossEntropy", "the labels must have the shape of the logits without their last axis", [logits, labels]);
  const ignored = equal(labels, ignoredLabel);
  // Any other negative label would count from the end of the vocabulary: an index far out of range makes the run fail.
  const safe = where(ignored, 0, where(less(labels, 0), 2 ** 31 - 1, labels));
  const logProbabilities = logSoftmax(logits);
  const picked = pick(logProbabilities, safe);
  const loss = where(ignored, 0, negate(picked));
  return withDerivative(loss, [logits], (gradient) => {
    // softmax − one-hot, without a one-hot array.
    const weight = after(expandDimensions(where(ignored, 0, gradient), -1), [loss]);
    const weighted = multiply(exp(logProbabilities), weight);
    // 0 · NaN is NaN: rows that do not count are cleared. In float32 only those that need it, for there one NaN among the
    // logits makes all probabilities of the row NaN.
    const cleared = clearRows(weighted, logits.dtype === "float32" ? and(ignored, not(equal(picked, picked))) : ignored);
    return [scatterAlong(cleared, expandDimensions(safe, -1), negate(weight), logits.rank - 1)];
  });
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

function counted(labels: Tensor, ignoredLabel: number, dtype: Tensor["dtype"]): Tensor {
  return maximum(sum(cast(not(equal(labels, ignoredLabel)), dtype)), 1);
}
