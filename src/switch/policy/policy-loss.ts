import { clamp, exp, logSoftmax, maximum, multiply, negate, pick, subtract, type Tensor } from "../../graph/index.ts";

/** @see policyLoss */
export interface PolicyInputs {
  /** The student's logits [tokens, vocabulary], now. */
  readonly student: Tensor;
  /** [tokens], int32: what was written; no label is taken as token 0, whose advantage is 0. */
  readonly tokens: Tensor;
  /** [tokens]. */
  readonly advantages: Tensor;
  /** [tokens]: log probability with which each was written. */
  readonly behaviour: Tensor;
}

/**
 * The clipped policy gradient of MiniLLM: −min(A·ρ, A·clip(ρ, 1 ± ε)) with ρ = S / (.2T + .8S), the denominator from when the
 * token was written, so that the ratio of new to old student and the importance weight are one factor.
 */
export function policyLoss({ student, tokens, advantages, behaviour }: PolicyInputs, clip: number): Tensor {
  const ratio = exp(subtract(pick(logSoftmax(student), tokens), behaviour));
  const gain = negate(advantages);
  return maximum(multiply(gain, ratio), multiply(gain, clamp(ratio, 1 - clip, 1 + clip)));
}
