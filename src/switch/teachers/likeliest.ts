import { compile, type CompileOptions, logSoftmax, logSumExp, maximum, subtract, type Tensor, type TensorValue, topK } from "../../graph/index.ts";
import { maskedLogits } from "../losses/masked-logits.ts";

/** A distribution cut to its likeliest tokens. */
export interface Likeliest {
  /** [positions, k] natural log-probabilities, falling. */
  readonly logs: TensorValue;
  /** [positions, k], int64. */
  readonly ids: TensorValue;
  /** [positions]: log-probability of all others together. */
  readonly tail: TensorValue;
}

/** A tail is at least this: e^−30 of it is nothing in any loss, and a number. */
export const leastTail = -30;

/** Cuts logits [positions, vocabulary] to the k likeliest tokens, in the graph. */
export function createLikeliest(vocabulary: number, k: number, options: CompileOptions = {}): (logits: TensorValue) => Promise<Likeliest> {
  const cut = compile(
    (logits: Tensor) => {
      const { values, indices } = topK(logSoftmax(logits), k);
      const tail = subtract(logSumExp(maskedLogits(logits, indices), { axes: [-1] }), logSumExp(logits, { axes: [-1] }));
      return { logs: values, ids: indices, tail: maximum(tail, leastTail) };
    },
    { ...options, inputs: [{ dtype: "float32", shape: ["positions", vocabulary] }] },
  );
  return cut;
}
