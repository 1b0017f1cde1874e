import { SteadfastError } from "../../../base/index.ts";
import { type DistillOptions, type LossName, lossNames, type MethodName, methodNames } from "../../../switch/index.ts";
import { decimal, flag, oneOf, type OptionDefinition, type OptionValues, text, texts, wholeNumber } from "../../definition/option.ts";
import { type LocalModelOptions, localModelOptions } from "../../models/local-model-options.ts";
import { type PushOptionDefinitions, pushOptions } from "../../models/push-options.ts";
import { strategyInput, type StrategyOptions, strategyOptions } from "../rollout/strategy-options.ts";

/** Options of `steadfast distill`. */
// A type, not an interface: only types fit where options of any name are taken.
export type DistillCommandOptions = LocalModelOptions & PushOptionDefinitions & StrategyOptions & {
  teacher: OptionDefinition<string | undefined>;
  student: OptionDefinition<string | undefined>;
  data: OptionDefinition<readonly string[]>;
  method: OptionDefinition<MethodName | undefined>;
  loss: OptionDefinition<LossName | undefined>;
  teacherWeight: OptionDefinition<number | undefined>;
  alpha: OptionDefinition<number | undefined>;
  rolloutShare: OptionDefinition<number | undefined>;
  buffer: OptionDefinition<number | undefined>;
  logitsMemory: OptionDefinition<number | undefined>;
  chunk: OptionDefinition<number | undefined>;
  teacherCache: OptionDefinition<number | undefined>;
  warmStartEpochs: OptionDefinition<number | undefined>;
  lmData: OptionDefinition<string | undefined>;
  lmCoefficient: OptionDefinition<number>;
  validation: OptionDefinition<string | undefined>;
  validationShare: OptionDefinition<number | undefined>;
  epochs: OptionDefinition<number | undefined>;
  steps: OptionDefinition<number | undefined>;
  batchSize: OptionDefinition<number>;
  accumulate: OptionDefinition<number>;
  maxLength: OptionDefinition<number | undefined>;
  maxPrompt: OptionDefinition<number | undefined>;
  learningRate: OptionDefinition<number | undefined>;
  schedule: OptionDefinition<"constant" | "linear" | "cosine" | undefined>;
  warmup: OptionDefinition<number>;
  weightDecay: OptionDefinition<number>;
  clip: OptionDefinition<number>;
  lora: OptionDefinition<number | undefined>;
  loraAlpha: OptionDefinition<number | undefined>;
  loraTargets: OptionDefinition<string | undefined>;
  template: OptionDefinition<string | undefined>;
  select: OptionDefinition<"loss" | "rouge" | undefined>;
  validateEvery: OptionDefinition<number | undefined>;
  samples: OptionDefinition<number>;
  sampleTokens: OptionDefinition<number>;
  saveMinutes: OptionDefinition<number>;
  recompute: OptionDefinition<boolean>;
  limit: OptionDefinition<number | undefined>;
  strict: OptionDefinition<boolean>;
  resume: OptionDefinition<boolean>;
};

export const distillOptions: DistillCommandOptions = {
  teacher: text({ summary: "hf:org/name[@revision], ./folder, lab:name, or a server that returns log-probabilities of prompts: http://host:port/v1#model; not needed by sft", placeholder: "REF" }),
  student: text({ summary: "likewise, with the same tokenizer", placeholder: "REF" }),
  data: texts({ summary: "JSON lines with instruction/output, prompt/output, messages, or Dolly's own form; a rendered prompt is used as it is; may be given several times", placeholder: "FILE" }),
  method: oneOf(methodNames, "how (default: switch)"),
  ...strategyOptions,
  loss: oneOf(lossNames, "in place of the method's own"),
  teacherWeight: decimal({ summary: "the teacher's weight in jsd (default: 0.9; DistiLLM's code of GKD has 0.1)", placeholder: "SHARE", minimum: 0, maximum: 1 }),
  alpha: decimal({ summary: "of the skew losses (default: 0.1)", placeholder: "SHARE", minimum: 0, maximum: 1 }),
  rolloutShare: decimal({ summary: "share of steps that learn from rollouts, the others from the data (default: 0.5 for gkd and switch, 1 for imitkd)", placeholder: "SHARE", minimum: 0, maximum: 1 }),
  buffer: wholeNumber({ summary: "sequences of distillm's buffer (default: 1000)", placeholder: "COUNT", minimum: 1, maximum: 1e6 }),
  logitsMemory: wholeNumber({ summary: "memory for the teacher's logits of rollouts until they are learnt from; more are asked for again (default: 1074)", placeholder: "MEGABYTES" }),
  chunk: wholeNumber({ summary: "places whose logits the loss computes at once (default: 256)", placeholder: "COUNT", minimum: 1, maximum: 2 ** 20 }),
  teacherCache: wholeNumber({ summary: "keep the teacher's K likeliest tokens of each position on disk, one bucket for all others (kd)", placeholder: "K", minimum: 1, maximum: 1e6 }),
  warmStartEpochs: wholeNumber({ summary: "fine-tune the student on the data first (default: 3 for methods that roll out, else 0)", placeholder: "COUNT", maximum: 1e6 }),
  lmData: text({ summary: "further text, plain or JSON lines with a field text, for a language-modelling loss", placeholder: "FILE" }),
  lmCoefficient: decimal({ summary: "the weight of that loss", placeholder: "NUMBER", minimum: 0, default: 1 }),
  validation: text({ summary: "examples to validate on, at most 500", placeholder: "FILE" }),
  validationShare: decimal({ summary: "or the share of the data to keep back for that; 0 for none (default: 0.05)", placeholder: "SHARE", minimum: 0, maximum: 0.99 }),
  epochs: wholeNumber({ summary: "how often each example is read (default: 20; 10 for students of a billion parameters)", placeholder: "COUNT", minimum: 1, maximum: 1e6 }),
  steps: wholeNumber({ summary: "or how many steps are done", placeholder: "COUNT", minimum: 1, maximum: 1e8 }),
  batchSize: wholeNumber({ summary: "sequences that are computed together", placeholder: "COUNT", minimum: 1, maximum: 4096, default: 8 }),
  accumulate: wholeNumber({ summary: "such batches in a step, one after the other", placeholder: "COUNT", minimum: 1, maximum: 64, default: 1 }),
  maxLength: wholeNumber({ summary: "tokens of prompt and response; longer examples are left out (default: 512, or what both models read)", placeholder: "TOKENS", minimum: 2, maximum: 2 ** 20 }),
  maxPrompt: wholeNumber({ summary: "so are longer prompts (default: half of that)", placeholder: "TOKENS", minimum: 1, maximum: 2 ** 20 }),
  learningRate: decimal({ summary: "of AdamW, at its peak (default: 1e-4, minillm 5e-6; a tenth for students of a billion parameters)", placeholder: "RATE", minimum: 0, maximum: 10 }),
  schedule: oneOf(["constant", "linear", "cosine"], "how the learning rate goes on from its peak (default: cosine)"),
  warmup: wholeNumber({ summary: "steps in which it rises", placeholder: "STEPS", maximum: 1e8, default: 0 }),
  weightDecay: decimal({ summary: "of matrices and embeddings, not of norms and biases", placeholder: "RATE", minimum: 0, maximum: 0.99, default: 0.01 }),
  clip: decimal({ summary: "the norm that all gradients together are cut to; 0 does not cut", placeholder: "NORM", minimum: 0, default: 1 }),
  lora: wholeNumber({ summary: "learn adapters of this rank only, merged when saved", placeholder: "RANK", minimum: 1, maximum: 65_536 }),
  loraAlpha: decimal({ summary: "their scale is alpha / rank (default: twice the rank)", placeholder: "NUMBER", minimum: 0 }),
  loraTargets: text({ summary: "kinds of layers that get one: query,key,value,output,gate,up,down or all (default: query,value)", placeholder: "KINDS" }),
  template: text({ summary: "alpaca, plain, chat, or a text with {instruction} and {input} (default: chat where the student has one, else alpaca)", placeholder: "TEMPLATE" }),
  select: oneOf(["loss", "rouge"], "what the best weights are chosen by (default: rouge)"),
  validateEvery: wholeNumber({ summary: "steps between validations (default: an epoch)", placeholder: "STEPS", minimum: 1, maximum: 1e8 }),
  samples: wholeNumber({ summary: "responses that a validation samples", placeholder: "COUNT", maximum: 1e6, default: 100 }),
  sampleTokens: wholeNumber({ summary: "tokens of such a response, at most", placeholder: "COUNT", minimum: 1, maximum: 2 ** 20, default: 256 }),
  saveMinutes: decimal({ summary: "minutes between two states on disk", placeholder: "MINUTES", minimum: 0, default: 10 }),
  recompute: flag("keep only the input of each block in memory and compute it again: a third more work"),
  limit: wholeNumber({ summary: "read so many records only", placeholder: "COUNT", minimum: 1 }),
  strict: flag("end at the first record that cannot be used"),
  resume: flag("go on from the state in --out, if there is one"),
  ...pushOptions,
  ...localModelOptions,
};

/** The options as a distillation takes them. */
export function distillInput(options: OptionValues<DistillCommandOptions>): Omit<DistillOptions, "out" | "seed"> {
  const { student, data, lora, loraAlpha, loraTargets, maxLength, maxPrompt, lmData, lmCoefficient, logitsMemory } = options;
  if (student === undefined) throw new SteadfastError({ code: "model-missing", sentence: "There is no student to teach.", hint: "Name one with --student." });
  if (data.length === 0) throw new SteadfastError({ code: "data-missing", sentence: "There is no data to distil on.", hint: "Name a file with --data." });
  if (lora === undefined && (loraAlpha !== undefined || loraTargets !== undefined)) throw new SteadfastError({ code: "bad-value", sentence: "--lora-alpha and --lora-targets are about adapters, which only --lora asks for.", hint: "Add --lora 16, say." });
  const targets = loraTargets?.split(",").map((kind) => kind.trim()).filter((kind) => kind !== "");
  const strategySettings = strategyInput(options);
  return {
    ...Object.fromEntries(sameNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))),
    student,
    data,
    languageCoefficient: lmCoefficient,
    ...(Object.keys(strategySettings).length === 0 ? {} : { strategySettings }),
    ...(lmData === undefined ? {} : { languageData: lmData }),
    ...(logitsMemory === undefined ? {} : { logitsBytes: logitsMemory * 1e6 }),
    ...(maxLength === undefined ? {} : { maximumLength: maxLength }),
    ...(maxPrompt === undefined ? {} : { maximumPrompt: maxPrompt }),
    ...(lora === undefined ? {} : { adapters: { rank: lora, ...(loraAlpha === undefined ? {} : { alpha: loraAlpha }), ...(targets === undefined ? {} : { targets }) } }),
  };
}

/** Options that a distillation knows by the same name; the command's context holds those of the house as well. */
const sameNames = [
  "teacher", "method", "strategy", "loss", "teacherWeight", "alpha", "rolloutShare", "buffer", "block", "chunk", "teacherCache", "warmStartEpochs", "validation", "validationShare", "epochs", "steps", "batchSize", "accumulate", "learningRate", "schedule", "warmup",
  "weightDecay", "clip", "template", "select", "validateEvery", "samples", "sampleTokens", "saveMinutes", "recompute", "limit", "strict", "resume",
] as const;
