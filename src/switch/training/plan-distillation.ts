import { type EventSink, SteadfastError } from "../../base/index.ts";
import {
  adapters, type Batches, type DecoderBatch, decoderBatches, endIds, type Fingerprint, fullParameters, hashOfExamples, hashOfModel, keepBack, lengthWithin, loadLocalModel,
  type LocalModel, type MemoryEstimate, prepareExamples, type SourcedExample, tellSharedExamples, type Trainable,
} from "../../lm/index.ts";
import type { NamedLoss } from "../losses/loss.ts";
import { type Method, needsTeacher } from "../methods/method.ts";
import { methods } from "../methods/methods.ts";
import { checkPair } from "../rollout/check-pair.ts";
import type { RolloutStrategy } from "../strategy/rollout-strategy.ts";
import { createStrategy } from "../strategy/strategies.ts";
import { type CheckedDistillOptions, lossOf } from "./distill-options.ts";
import { type LanguageText, readLanguageText } from "./language-text.ts";
import { openTeacher, type OpenTeacher } from "./open-teacher.ts";
import { checkRepeatable, checkTemplates, estimateDistillation, tellMemory } from "./preflight.ts";

/** Everything that is settled before the first step. */
export interface DistillationPlan {
  readonly method: Method;
  readonly strategy: RolloutStrategy;
  /** Undefined where labels are learnt. */
  readonly loss: NamedLoss | undefined;
  readonly teacher?: OpenTeacher;
  readonly student: LocalModel;
  readonly trainable: Trainable;
  readonly vocabulary: number;
  readonly stopIds: readonly number[];
  readonly examples: readonly SourcedExample[];
  readonly validation: readonly SourcedExample[];
  readonly batches: Batches<DecoderBatch>;
  readonly language: LanguageText | undefined;
  readonly rows: number;
  readonly steps: number;
  readonly validateEvery: number;
  readonly learningRate: number;
  readonly maximumLength: number;
  readonly rolloutShare: number;
  readonly template: string;
  readonly memory: MemoryEstimate;
  readonly fingerprint: Fingerprint;
}

const mostValidation = 500;
const billion = 1e9;

/**
 * Loads models and data, and refuses before any work what could not end well.
 *
 * @param studentReference where a warm start left the student, or as it was given
 * @throws SteadfastError `tokenizer-differs`, `vocabulary-differs`, `template-differs`, `teacher-unrepeatable`, `memory-short`,
 * `distill-option`, and those of loading.
 */
export async function planDistillation(options: CheckedDistillOptions, studentReference: string, { sink, signal }: { sink: EventSink; signal?: AbortSignal }): Promise<DistillationPlan> {
  const method = methods[options.method];
  const loading = { ...(options.offline === undefined ? {} : { offline: options.offline }), sink, ...(signal === undefined ? {} : { signal }) };
  const student = await loadLocalModel(studentReference, loading);
  const teacher = needsTeacher(method) ? await openTeacher(options.teacher!, { student, maximumLength: lengthWithin(student.model.architecture, options.maximumLength), ...(options.threads === undefined ? {} : { threads: options.threads }), ...loading }) : undefined;
  const vocabulary = teacher?.vocabulary ?? checkPair(student, student);
  if (method.strategy === "teacher" && teacher?.rollouts.session === undefined) throw new SteadfastError({ code: "distill-option", sentence: `The method ${method.name} lets the teacher write, and one behind a server is only asked what it thinks of texts.`, hint: "Take a teacher in this process." });
  const template = options.template ?? (student.tokenizer.chatTemplate === undefined ? "alpaca" : "chat");
  if (teacher?.local !== undefined) checkTemplates(template, teacher.local.tokenizer, student.tokenizer);
  const maximumLength = Math.min(...[student, ...(teacher?.local === undefined ? [] : [teacher.local])].map(({ model }) => lengthWithin(model.architecture, options.maximumLength)));
  const encoding = { tokenizer: student.tokenizer, template, reader: "decoder" as const, prefer: "prompt" as const, maximumLength, maximumPrompt: options.maximumPrompt ?? Math.max(1, Math.floor(maximumLength / 2)), strict: options.strict, sink };

  const read = await prepareExamples(options.data, { ...encoding, ...(options.limit === undefined ? {} : { limit: options.limit }) });
  const kept = options.validation === undefined ? keepBack(read.examples, { share: options.validationShare, most: mostValidation, seed: options.seed }) : { training: [...read.examples], validation: [...(await prepareExamples([options.validation], encoding)).examples].slice(0, mostValidation) };
  if (options.validation !== undefined) tellSharedExamples(kept, sink);
  if (options.select === "rouge" && kept.validation.length === 0) sink({ type: "message", level: "warning", text: "There is nothing to validate on, so the weights of the last step are saved." });
  if (options.method === "distillm" && kept.validation.length === 0) sink({ type: "message", level: "warning", text: "DistiLLM rolls out as a validation's cross-entropy rises; without one it learns from the data alone." });
  const language = options.languageData === undefined ? undefined : await readLanguageText(options.languageData, { tokenizer: student.tokenizer, width: maximumLength - 1, rows: options.batchSize, strict: options.strict, sink });
  if (language === undefined && needsTeacher(method)) sink({ type: "message", level: "info", text: "The papers add a language-modelling loss on further text; without --lm-data there is none." });

  const rows = options.batchSize * options.accumulate;
  const batches = decoderBatches(kept.training, { rows, seed: options.seed, layout: { kind: "buckets", maximumShapes: 4, maximumWidth: maximumLength } });
  const trainable = options.adapters === undefined ? fullParameters(student.model) : adapters(student.model, { ...options.adapters, seed: options.seed });
  const parameters = [...student.model.parameters.values()].reduce((sum, { data }) => sum + data.length, 0);
  const steps = options.steps ?? (options.epochs ?? (parameters < billion ? 20 : 10)) * batches.batchesPerEpoch;
  if (options.warmup >= steps) throw new SteadfastError({ code: "distill-option", sentence: `A warm-up of ${options.warmup} steps leaves none of the ${steps} steps of this training.`, hint: "Shorten the warm-up." });
  const learningRate = options.learningRate ?? method.learningRate * (parameters < billion || method.policy !== undefined ? 1 : 0.1);
  const memory = estimateDistillation({ trainable, ...(teacher?.local === undefined ? {} : { teacher: teacher.local }), rows: options.batchSize, width: maximumLength, vocabulary, accumulate: options.accumulate, recompute: options.recompute, rollsOut: method.rollsOut === true, language: language !== undefined });
  tellMemory(memory, sink);

  const session = teacher?.rollouts.session;
  if (session !== undefined) await checkRepeatable(session, [...kept.training[0]!.ids.subarray(0, 64)]);

  const { epochs: _epochs, data: _data, validation: _validation, teacher: _teacher, student: _student, out: _out, resume: _resume, offline: _offline, saveMinutes: _saveMinutes, strict: _strict, threads: _threads, languageData: _languageData, ...bits } = options;
  // Where prompts may take all of the length, the data say how long responses are.
  const longestResponse = encoding.maximumPrompt < maximumLength ? maximumLength - encoding.maximumPrompt : Math.max(...kept.training.map(({ ids, promptLength }) => ids.length - promptLength));
  // Another strategy has defaults of its own.
  const strategySettings = { ...(options.strategy === undefined ? method.strategySettings : {}), ...options.strategySettings, maximumTokens: longestResponse };
  return {
    method,
    strategy: createStrategy(options.strategy ?? method.strategy, strategySettings),
    loss: lossOf(options),
    ...(teacher === undefined ? {} : { teacher }),
    student,
    trainable,
    vocabulary,
    stopIds: endIds(student),
    examples: kept.training,
    validation: kept.validation,
    batches,
    language,
    rows,
    steps,
    validateEvery: options.validateEvery ?? batches.batchesPerEpoch,
    learningRate,
    maximumLength,
    rolloutShare: options.rolloutShare ?? method.rolloutShare ?? 0.5,
    template,
    memory,
    fingerprint: {
      ...(JSON.parse(JSON.stringify(bits)) as Fingerprint),
      steps,
      learningRate,
      maximumLength,
      template,
      "the teacher": teacher?.hash ?? null,
      "the student": hashOfModel(student.model),
      "the data": hashOfExamples(kept.training),
      "the data for validation": hashOfExamples(kept.validation),
      "the further text": language?.hash ?? null,
    },
  };
}
