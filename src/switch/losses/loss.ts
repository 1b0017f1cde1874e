import { SteadfastError } from "../../base/index.ts";
import { add, exp, logSoftmax, multiply, subtract, sum, type Tensor } from "../../graph/index.ts";

/**
 * How far a student is from its teacher at each token, in nats. Both arguments are logits [tokens, vocabulary], or
 * log-probabilities over buckets, which are logits as well.
 */
export type Loss = (teacher: Tensor, student: Tensor) => Tensor;

/** A loss by its name, with what the papers call it. */
export interface NamedLoss {
  readonly name: string;
  readonly of: Loss;
}

/** A loss of log-probabilities [tokens, vocabulary]. */
export function ofLogs(formula: (teacher: Tensor, student: Tensor) => Tensor): Loss {
  return (teacher, student) => formula(logSoftmax(teacher), logSoftmax(student));
}

/** KL(p ‖ q) = Σ p·(log p − log q) over the last axis, from logarithms. */
export function divergence(p: Tensor, q: Tensor): Tensor {
  return sum(multiply(exp(p), subtract(p, q)), { axes: [-1] });
}

/** a·x + b·y. */
export function weighted(a: number, x: Tensor, b: number, y: Tensor): Tensor {
  return add(multiply(x, a), multiply(y, b));
}


/** @throws SteadfastError `loss-setting` unless 0 ≤ α < 1. */
export function checkAlpha(alpha: number): void {
  if (!(alpha >= 0 && alpha < 1)) throw new SteadfastError({ code: "loss-setting", sentence: `The skew α of a loss must be from 0 to below 1, not ${alpha}.`, hint: "At 1 the loss is 0 for any student; the papers take 0.1." });
}
