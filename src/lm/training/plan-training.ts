import { type EventSink, SteadfastError } from "../../base/index.ts";
import type { Batches, DecoderBatch, EncoderDecoderBatch } from "../data/batches/batch.ts";
import { decoderBatches } from "../data/batches/decoder-batches.ts";
import { encoderDecoderBatches } from "../data/batches/encoder-decoder-batches.ts";
import { decoderStartId, loadLocalModel, type LocalModel } from "../local-model.ts";
import type { CheckedOptions } from "./fine-tune-options.ts";
import { type Fingerprint, hashOfModel } from "./fingerprint.ts";
import { checkMemory, estimateMemory, lengthWithin, type MemoryEstimate } from "./preflight.ts";
import { hashOfExamples, keepBack, prepareExamples, type SourcedExample } from "./prepare-examples.ts";
import { tellSharedExamples } from "./shared-examples.ts";
import { adapters, fullParameters, type Trainable } from "./trainable.ts";

/** Batches of a decoder or of an encoder–decoder. */
export type TextBatches = Batches<DecoderBatch | EncoderDecoderBatch>;

/** Everything that is settled before the first step. */
export interface TrainingPlan {
  readonly local: LocalModel;
  readonly trainable: Trainable;
  readonly examples: readonly SourcedExample[];
  readonly batches: TextBatches;
  readonly validation?: { readonly examples: readonly SourcedExample[]; readonly batches: TextBatches };
  readonly steps: number;
  readonly warmup: number;
  readonly validateEvery: number;
  readonly template: string;
  readonly memory: MemoryEstimate;
  readonly fingerprint: Fingerprint;
}

/** Batches have at most so many widths, each with at most four numbers of labels: each pair is a session to compile. */
const widths = 4;
const mostValidation = 500;

/**
 * Loads model and data, and refuses before any work what could not end well.
 *
 * @throws SteadfastError `length-over-context`, `memory-short`, `training-option`, `adapter-target`, `adapter-rank`, and those of loading.
 */
export async function planTraining(options: CheckedOptions, { sink, signal }: { sink: EventSink; signal?: AbortSignal }): Promise<TrainingPlan> {
  const local = await loadLocalModel(options.model, { ...(options.offline === undefined ? {} : { offline: options.offline }), sink, ...(signal === undefined ? {} : { signal }) });
  const { architecture } = local.model;
  const isEncoderDecoder = architecture.encoder !== undefined;
  if (isEncoderDecoder && options.layout === "packed") throw new SteadfastError({ code: "training-option", sentence: "Examples of an encoder–decoder cannot be packed.", hint: "Train it with buckets." });
  const maximumLength = lengthWithin(architecture, options.maximumLength);
  const maximumPrompt = options.maximumPrompt ?? Math.max(1, Math.floor(maximumLength / 2));
  const template = options.template ?? (local.tokenizer.chatTemplate === undefined ? "alpaca" : "chat");
  const encoding = { tokenizer: local.tokenizer, template, reader: isEncoderDecoder ? ("encoder" as const) : ("decoder" as const), maximumLength, maximumPrompt, strict: options.strict, sink };

  const read = await prepareExamples(options.data, { ...encoding, ...(options.limit === undefined ? {} : { limit: options.limit }) });
  const kept = options.validation === undefined ? keepBack(read.examples, { share: options.validationShare, most: mostValidation, seed: options.seed }) : { training: [...read.examples], validation: [...(await prepareExamples([options.validation], encoding)).examples] };
  if (options.validation !== undefined) tellSharedExamples(kept, sink);

  const batchesOf = (examples: readonly SourcedExample[]): TextBatches => {
    const rows = options.batchSize * options.accumulate;
    const buckets = { kind: "buckets" as const, maximumShapes: widths, maximumWidth: maximumLength };
    if (isEncoderDecoder) return encoderDecoderBatches(examples, { rows, seed: options.seed, decoderStart: decoderStartId(local.model), layout: buckets });
    return decoderBatches(examples, { rows, seed: options.seed, layout: options.layout === "packed" ? { kind: "packed", width: maximumLength } : buckets });
  };
  const batches = batchesOf(kept.training);
  const steps = options.steps ?? (options.epochs ?? 3) * batches.batchesPerEpoch;
  const warmup = options.warmup ?? Math.floor(0.03 * steps);
  const trainable = options.adapters === undefined ? fullParameters(local.model) : adapters(local.model, { ...options.adapters, seed: options.seed });
  const memory = estimateMemory(trainable, { rows: options.batchSize, ...widest(batches) }, { recompute: options.recompute, accumulate: options.accumulate });
  const warning = checkMemory(memory);
  if (warning !== undefined) sink({ type: "message", level: "warning", text: warning });

  const { epochs: _epochs, data: _data, validation: _validation, model: _model, out: _out, resume: _resume, offline: _offline, saveMinutes: _saveMinutes, strict: _strict, threads: _threads, ...bits } = options;
  const fingerprint: Fingerprint = {
    ...(JSON.parse(JSON.stringify(bits)) as Fingerprint),
    steps,
    warmup,
    maximumLength,
    maximumPrompt,
    template,
    "the model": hashOfModel(local.model),
    "the data": hashOfExamples(kept.training),
    "the data for validation": hashOfExamples(kept.validation),
  };
  return {
    local,
    trainable,
    examples: kept.training,
    batches,
    ...(kept.validation.length === 0 ? {} : { validation: { examples: kept.validation, batches: batchesOf(kept.validation) } }),
    steps,
    warmup,
    validateEvery: options.validateEvery ?? batches.batchesPerEpoch,
    template,
    memory,
    fingerprint,
  };
}

/** The largest shape is the last. */
function widest({ shapes }: TextBatches): { width: number; encoderWidth?: number } {
  const shape = shapes.at(-1)!;
  return shape.length === 1 ? { width: shape[0]! } : { encoderWidth: shape[0]!, width: shape[1]! };
}
