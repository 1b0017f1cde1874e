import { full, scatterAlong, type Tensor } from "../../graph/index.ts";

/** So unlikely that no softmax sees it, and still a number. */
const never = -1e30;

/** Logits [tokens, vocabulary] with those of some ids, [tokens, k], no two of a row equal, taken out. */
export function maskedLogits(logits: Tensor, ids: Tensor): Tensor {
  return scatterAlong(logits, ids, full(ids.shape, never, logits.dtype), 1);
}
