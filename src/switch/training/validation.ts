import type { EventSink } from "../../base/index.ts";
import { createInferenceSession, generateTexts, lengthBuckets, type LanguageModel, type Named, type Trainer } from "../../lm/index.ts";
import type { TensorValue } from "../../graph/index.ts";
import { rouge } from "../../text/index.ts";
import type { DistillationInputs } from "../losses/distillation-loss.ts";
import type { Teacher } from "../teachers/teacher.ts";
import { distillationInputs } from "./distillation-inputs.ts";
import type { DistillationPlan } from "./plan-distillation.ts";

/** ROUGE-L of the responses whose references are so long. */
export interface BucketScore {
  readonly label: string;
  readonly responses: number;
  readonly rougeL: number;
}

/** How good a student is on examples that it does not learn from. */
export interface Validated {
  readonly step: number;
  /** The method's own loss, per response token of the data. */
  readonly loss: number;
  /** Mean F in [0, 1] of sampled responses; absent where none was sampled. */
  readonly rougeL?: number;
  /** By tokens of the reference. */
  readonly byLength?: readonly BucketScore[];
}

/** @see validate */
export interface ValidateOptions {
  readonly plan: DistillationPlan;
  readonly trainer: Trainer<DistillationInputs>;
  readonly learnt: Named<TensorValue>;
  readonly teacher?: Teacher;
  readonly step: number;
  readonly pieces: number;
  readonly samples: number;
  readonly sampleTokens: number;
  readonly threads?: number;
  readonly sink: EventSink;
  readonly signal?: AbortSignal;
}

/** The papers' first seed for sampling responses. */
const samplingSeed = 10;
/** Responses that are kept with each validation. */
const shownResponses = 8;

/** The loss over all examples kept back, and ROUGE-L of responses sampled at temperature 1. */
export async function validate(options: ValidateOptions): Promise<Validated> {
  const { plan, step, learnt, samples } = options;
  const loss = await validationLoss(options);
  const sampled = samples === 0 ? [] : await sampleResponses(options, plan.trainable.model(learnt));
  if (sampled.length === 0) return { step, loss };
  const mean = (of: readonly { rougeL: number }[]): number => of.reduce((sum, { rougeL }) => sum + rougeL, 0) / of.length;
  const byLength = lengthBuckets.flatMap(({ label, from, to }): BucketScore[] => {
    const within = sampled.filter(({ reference }) => reference >= from && reference <= to);
    return within.length === 0 ? [] : [{ label, responses: within.length, rougeL: mean(within) }];
  });
  return { step, loss, rougeL: mean(sampled), byLength };
}

async function validationLoss({ plan, trainer, learnt, teacher, pieces, sink, signal }: ValidateOptions): Promise<number> {
  const { validation, rows, maximumLength } = plan;
  const sorted = validation.toSorted((one, other) => one.ids.length - other.ids.length);
  let [sum, tokens] = [0, 0];
  for (let start = 0; start < sorted.length; start += rows) {
    signal?.throwIfAborted();
    const sequences = sorted.slice(start, start + rows).map(({ ids, promptLength }) => ({ ids: [...ids], promptLength }));
    const made = await distillationInputs(sequences, { rows, pieces, maximumWidth: maximumLength, ...(teacher === undefined ? {} : { teacher }) });
    for (const inputs of made.microBatches) sum += await trainer.sumOfLosses(learnt, inputs);
    tokens += made.tokens;
    sink({ type: "progress", task: "validating", done: Math.min(sorted.length, start + rows), total: sorted.length, unit: "examples" });
  }
  return sum / tokens;
}

async function sampleResponses({ plan, step, samples, sampleTokens, threads, sink, signal }: ValidateOptions, model: LanguageModel): Promise<{ rougeL: number; reference: number }[]> {
  const { student, validation, vocabulary, maximumLength } = plan;
  const asked = validation.slice(0, samples);
  const session = createInferenceSession(model, { vocabulary, ...(threads === undefined ? {} : { threads }) });
  try {
    const requests = asked.map(({ ids, promptLength }, sequence) => ({ ids: [...ids.subarray(0, promptLength)], sequence, maximumNewTokens: Math.max(1, Math.min(sampleTokens, maximumLength - promptLength)) }));
    const responses = await generateTexts({ ...student, model }, session, requests, { sampling: { temperature: 1, seed: samplingSeed }, sink, ...(signal === undefined ? {} : { signal }) });
    return responses.map(({ text, finish }, index) => {
      const { ids, promptLength, responseLength, outputs, file, line } = asked[index]!;
      const { f } = rouge(text.trim(), outputs).rougeL;
      if (index < shownResponses) sink({ type: "record", kind: "answer", key: `${step}/${index + 1}`, value: { step, file, line, prompt: student.tokenizer.decode(ids.subarray(0, promptLength)), answer: text, finish, reference: outputs[0]!, rougeL: f } });
      return { rougeL: f, reference: responseLength };
    });
  } finally {
    await session.close();
  }
}
