import type { EventSink } from "../../base/index.ts";
import { SessionCache, type TensorValue } from "../../graph/index.ts";
import { rouge } from "../../text/index.ts";
import type { Batches, DecoderBatch, EncoderDecoderBatch } from "../data/batches/batch.ts";
import { generateTexts } from "../generation/generate-texts.ts";
import { createInferenceSession } from "../inference/inference-session.ts";
import type { LocalModel } from "../local-model.ts";
import { responseInputs } from "./loss/response-inputs.ts";
import type { ResponseInputs } from "./loss/response-loss.ts";
import type { SourcedExample } from "./prepare-examples.ts";
import type { Named, Trainable } from "./trainable.ts";
import type { Trainer } from "./trainer.ts";

/** How good a model is on examples that it did not learn. */
export interface Validated {
  readonly step: number;
  /** Per response token, in nats. */
  readonly loss: number;
  /** ROUGE-L of the sampled answers, mean F in [0, 1]; absent where none was sampled. */
  readonly rougeL?: number;
}

/** @see validationLoss */
export interface ValidationLossOptions {
  readonly trainer: Trainer<ResponseInputs>;
  readonly learnt: Named<TensorValue>;
  readonly batches: Batches<DecoderBatch | EncoderDecoderBatch>;
  readonly pieces: number;
  readonly sink: EventSink;
  readonly signal?: AbortSignal;
}

/** The mean over all response tokens of all batches of an epoch. */
export async function validationLoss({ trainer, learnt, batches, pieces, sink, signal }: ValidationLossOptions): Promise<number> {
  let [sum, tokens] = [0, 0];
  for (let step = 0; step < batches.batchesPerEpoch; step++) {
    signal?.throwIfAborted();
    const batch = batches.batchAt(step);
    for (const inputs of responseInputs(batch, pieces)) sum += await trainer.sumOfLosses(learnt, inputs);
    tokens += batch.responseTokens;
    sink({ type: "progress", task: "validating", done: step + 1, total: batches.batchesPerEpoch, unit: "batches" });
  }
  return sum / tokens;
}

/** @see sampleAnswers */
export interface SampleOptions {
  readonly local: Pick<LocalModel, "model" | "tokenizer">;
  readonly trainable: Trainable;
  readonly learnt: Named<TensorValue>;
  readonly examples: readonly SourcedExample[];
  readonly step: number;
  /** At most. */
  readonly tokens: number;
  readonly threads?: number;
  readonly sink: EventSink;
  readonly signal?: AbortSignal;
}

/** Lets the model answer the prompts of examples, the likeliest token each time; each answer becomes a record. Fulfilled with the mean ROUGE-L. */
export async function sampleAnswers({ local, trainable, learnt, examples, step, tokens, threads, sink, signal }: SampleOptions): Promise<number | undefined> {
  const { context = Number.POSITIVE_INFINITY } = trainable.architecture;
  const asked = examples.filter(({ promptLength }) => promptLength < context);
  if (asked.length === 0) return undefined;
  const cache = new SessionCache();
  try {
    const model = trainable.model(learnt);
    const session = createInferenceSession(model, { cache, vocabulary: local.tokenizer.size, ...(threads === undefined ? {} : { threads }) });
    const requests = asked.map(({ ids, promptLength }, sequence) => {
      // An encoder reads the prompt; what the decoder writes has the context to itself.
      const room = trainable.architecture.encoder === undefined ? context - promptLength : context - 1;
      return { ids: [...ids.subarray(0, promptLength)], sequence, maximumNewTokens: Math.max(1, Math.min(tokens, room)) };
    });
    const answers = await generateTexts({ model, tokenizer: local.tokenizer }, session, requests, { sampling: { temperature: 0 }, sink, ...(signal === undefined ? {} : { signal }) });
    let sum = 0;
    for (const [index, { text }] of answers.entries()) {
      const { ids, promptLength, outputs, file, line } = asked[index]!;
      const { f } = rouge(text, outputs).rougeL;
      sum += f;
      sink({ type: "record", kind: "answer", key: `${step}/${index + 1}`, value: { step, file, line, prompt: local.tokenizer.decode(ids.subarray(0, promptLength)), answer: text, reference: outputs[0]!, rougeL: f } });
    }
    return sum / answers.length;
  } finally {
    await cache.clear();
  }
}
