import { add, cast, checkpoint, crossEntropyPerToken, equal, logSoftmax, logSumExp, maximum, multiply, not, pickMany, concatenate, expandDimensions, slice, stopGradient, subtract, sum, type Tensor } from "../../graph/index.ts";
import { headLogits, labelledHidden, type LossFunction, type ModelGraph, noLabel, type ResponseInputs } from "../../lm/index.ts";
import { policyLoss } from "../policy/policy-loss.ts";
import { maskedLogits } from "./masked-logits.ts";
import type { Loss } from "./loss.ts";

/** What a distillation reads of a batch, beside its texts. */
export interface DistillationInputs extends ResponseInputs {
  /** [count, vocabulary]: the teacher's logits at the places; or [count, k] log-probabilities of the tokens `teacherIds`. */
  readonly teacher?: Tensor;
  /** [count, k], int32: where the teacher says the k likeliest tokens only; the rest is one bucket. */
  readonly teacherIds?: Tensor;
  /** [count]: log-probability of all other tokens together. */
  readonly teacherTail?: Tensor;
  /** [count], for a policy gradient: advantages, 0 at places that only fill up, and the log-probability with which each token was written. */
  readonly advantages?: Tensor;
  readonly behaviour?: Tensor;
  /** [rows, width] and so on, of further text; its cross-entropy is multiplied by `languageShare`, a scalar. */
  readonly languageIds?: Tensor;
  readonly languagePlaces?: Tensor;
  readonly languageLabels?: Tensor;
  readonly languageShare?: Tensor;
}

/** @see distillationLoss */
export interface DistillationLossOptions {
  /** Without, the labels' cross-entropy. */
  readonly loss?: Loss;
  /** Of a policy gradient's ratio, where the inputs have advantages. */
  readonly policyClip?: number;
  /** Logits are cut to so many tokens, where the student's vocabulary is padded. */
  readonly vocabulary: number;
  /** Places whose logits are computed at once, and once more in the backward pass: only the teacher's stand whole. By default 256. */
  readonly chunk?: number;
  /** Computes every block of the student once more in the backward pass. */
  readonly recompute?: boolean;
}

/** The sum of a loss over a micro-batch's response tokens, and of the cross-entropy of further text, where there is some. */
export function distillationLoss({ loss, vocabulary, policyClip = 0.2, chunk = 256, recompute = false }: DistillationLossOptions): LossFunction<DistillationInputs> {
  return (graph, inputs) => {
    const hidden = labelledHidden(graph, inputs, { recompute });
    const counts = cast(not(equal(inputs.labels, noLabel)), "float32");
    const ofPlaces = inChunks(hidden, chunk, (part, start, end) => {
      const student = headLogits(graph, part, vocabulary);
      const cut = (x: Tensor): Tensor => slice(x, 0, start, end);
      if (loss === undefined) return sum(crossEntropyPerToken(student, cut(inputs.labels), { ignoredLabel: noLabel }));
      const [teacher, compared] = bothSides(inputs, student, cut);
      const distance = sum(multiply(loss(stopGradient(teacher), compared), cut(counts)));
      const { advantages, behaviour } = inputs;
      if (advantages === undefined || behaviour === undefined) return distance;
      return add(distance, sum(policyLoss({ student, tokens: maximum(cut(inputs.labels), 0), advantages: cut(advantages), behaviour: cut(behaviour) }, policyClip)));
    });
    const language = languageLoss(graph, inputs, { vocabulary, chunk, recompute });
    return language === undefined ? ofPlaces : add(ofPlaces, language);
  };
}

/** Σ of a function of slices of rows, each computed again in the backward pass, so that what it holds is never held for all rows. */
export function inChunks(rows: Tensor, size: number, sumOf: (part: Tensor, start: number, end: number) => Tensor): Tensor {
  const count = rows.shape[0] as number;
  const sums: Tensor[] = [];
  for (let start = 0; start < count; start += size) {
    const end = Math.min(count, start + size);
    sums.push(end - start === count ? checkpoint((part: Tensor) => sumOf(part, start, end), rows) : checkpoint((part: Tensor) => sumOf(part, start, end), slice(rows, 0, start, end)));
  }
  return sums.reduce(add);
}

/** Teacher and student over the same tokens, or over the same buckets. */
function bothSides({ teacher, teacherIds, teacherTail }: DistillationInputs, student: Tensor, cut: (x: Tensor) => Tensor): [Tensor, Tensor] {
  if (teacherIds === undefined || teacherTail === undefined) return [cut(teacher!), student];
  const ids = cut(teacherIds);
  // log(1 − Σ) would lose a small tail to rounding: the others' own sum does not.
  const tail = subtract(logSumExp(maskedLogits(student, ids), { axes: [-1] }), logSumExp(student, { axes: [-1] }));
  const column = (x: Tensor): Tensor => expandDimensions(x, -1);
  return [concatenate([cut(teacher!), column(cut(teacherTail))], 1), concatenate([pickMany(logSoftmax(student), ids), column(tail)], 1)];
}

function languageLoss(graph: ModelGraph, { languageIds, languagePlaces, languageLabels, languageShare }: DistillationInputs, { vocabulary, chunk, recompute }: { vocabulary: number; chunk: number; recompute: boolean }): Tensor | undefined {
  if (languageIds === undefined || languagePlaces === undefined || languageLabels === undefined || languageShare === undefined) return undefined;
  const hidden = labelledHidden(graph, { ids: languageIds, places: languagePlaces, labels: languageLabels }, { recompute });
  const total = inChunks(hidden, chunk, (part, start, end) => sum(crossEntropyPerToken(headLogits(graph, part, vocabulary), slice(languageLabels, 0, start, end), { ignoredLabel: noLabel })));
  return multiply(total, languageShare);
}
