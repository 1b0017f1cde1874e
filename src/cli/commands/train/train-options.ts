import { SteadfastError } from "../../../base/index.ts";
import type { FineTuneOptions } from "../../../lm/index.ts";
import { decimal, flag, oneOf, type OptionDefinition, type OptionValues, text, texts, wholeNumber } from "../../definition/option.ts";
import { type LocalModelOptions, localModelOptions } from "../../models/local-model-options.ts";
import { type PushOptionDefinitions, pushOptions } from "../../models/push-options.ts";

/** Options of `steadfast train`. */
// A type, not an interface: only types fit where options of any name are taken.
export type TrainOptions = LocalModelOptions & PushOptionDefinitions & {
  data: OptionDefinition<readonly string[]>;
  validation: OptionDefinition<string | undefined>;
  validationShare: OptionDefinition<number | undefined>;
  epochs: OptionDefinition<number | undefined>;
  steps: OptionDefinition<number | undefined>;
  batchSize: OptionDefinition<number>;
  accumulate: OptionDefinition<number>;
  maxLength: OptionDefinition<number | undefined>;
  maxPrompt: OptionDefinition<number | undefined>;
  learningRate: OptionDefinition<number | undefined>;
  optimizer: OptionDefinition<"adamw" | "muon" | undefined>;
  schedule: OptionDefinition<"constant" | "linear" | "cosine" | undefined>;
  warmup: OptionDefinition<number | undefined>;
  weightDecay: OptionDefinition<number>;
  clip: OptionDefinition<number>;
  lora: OptionDefinition<number | undefined>;
  loraAlpha: OptionDefinition<number | undefined>;
  loraTargets: OptionDefinition<string | undefined>;
  packing: OptionDefinition<boolean>;
  buckets: OptionDefinition<boolean>;
  template: OptionDefinition<string | undefined>;
  select: OptionDefinition<"loss" | "rouge" | undefined>;
  validateEvery: OptionDefinition<number | undefined>;
  samples: OptionDefinition<number | undefined>;
  sampleTokens: OptionDefinition<number>;
  saveMinutes: OptionDefinition<number>;
  recompute: OptionDefinition<boolean>;
  limit: OptionDefinition<number | undefined>;
  strict: OptionDefinition<boolean>;
  resume: OptionDefinition<boolean>;
};

export const trainOptions: TrainOptions = {
  data: texts({ summary: "JSON lines with instruction/output, prompt/output or messages; may be given several times", placeholder: "FILE" }),
  validation: text({ summary: "examples to validate on", placeholder: "FILE" }),
  validationShare: decimal({ summary: "or the share of the data to keep back for that, at most 500 examples; 0 for none (default: 0.05)", placeholder: "SHARE", minimum: 0, maximum: 0.99 }),
  epochs: wholeNumber({ summary: "how often each example is read (default: 3)", placeholder: "COUNT", minimum: 1, maximum: 1e6 }),
  steps: wholeNumber({ summary: "or how many steps are done", placeholder: "COUNT", minimum: 1, maximum: 1e8 }),
  batchSize: wholeNumber({ summary: "examples (with --packing: rows) that are computed together", placeholder: "COUNT", minimum: 1, maximum: 4096, default: 8 }),
  accumulate: wholeNumber({ summary: "such batches in a step, one after the other", placeholder: "COUNT", minimum: 1, maximum: 64, default: 1 }),
  maxLength: wholeNumber({ summary: "longer examples are left out (default: 512 tokens, or what the model reads)", placeholder: "TOKENS", minimum: 2, maximum: 2 ** 20 }),
  maxPrompt: wholeNumber({ summary: "so are longer prompts (default: half of that)", placeholder: "TOKENS", minimum: 1, maximum: 2 ** 20 }),
  learningRate: decimal({ summary: "of AdamW, at its peak (default: 5e-5, with --lora 2e-4)", placeholder: "RATE", minimum: 0, maximum: 10 }),
  optimizer: oneOf(["adamw", "muon"], "what turns gradients into steps; muon is for all parameters, at AdamW's learning rates (default: adamw)"),
  schedule: oneOf(["constant", "linear", "cosine"], "how the learning rate goes on from its peak (default: cosine)"),
  warmup: wholeNumber({ summary: "steps in which it rises (default: 3% of all)", placeholder: "STEPS", maximum: 1e8 }),
  weightDecay: decimal({ summary: "of matrices and embeddings, not of norms and biases", placeholder: "RATE", minimum: 0, maximum: 0.99, default: 0.01 }),
  clip: decimal({ summary: "the norm that all gradients together are cut to; 0 does not cut", placeholder: "NORM", minimum: 0, default: 1 }),
  lora: wholeNumber({ summary: "learn adapters of this rank only, merged when saved", placeholder: "RANK", minimum: 1, maximum: 65_536 }),
  loraAlpha: decimal({ summary: "their scale is alpha / rank (default: twice the rank)", placeholder: "NUMBER", minimum: 0 }),
  loraTargets: text({ summary: "kinds of layers that get one: query,key,value,output,gate,up,down or all (default: query,value)", placeholder: "KINDS" }),
  packing: flag("put several examples in a row of --max-length tokens"),
  buckets: flag("put examples of similar length together (the default)"),
  template: text({ summary: "alpaca, plain, chat, or a text with {instruction} and {input} (default: chat where the model has one, else alpaca)", placeholder: "TEMPLATE" }),
  select: oneOf(["loss", "rouge"], "what the best weights are chosen by (default: loss)"),
  validateEvery: wholeNumber({ summary: "steps between validations (default: an epoch)", placeholder: "STEPS", minimum: 1, maximum: 1e8 }),
  samples: wholeNumber({ summary: "answers that a validation writes (default: 4, with --select rouge 100)", placeholder: "COUNT", maximum: 1e6 }),
  sampleTokens: wholeNumber({ summary: "tokens of such an answer, at most", placeholder: "COUNT", minimum: 1, maximum: 2 ** 20, default: 128 }),
  saveMinutes: decimal({ summary: "minutes between two states on disk", placeholder: "MINUTES", minimum: 0, default: 10 }),
  recompute: flag("keep only the input of each block in memory and compute it again: a third more work"),
  limit: wholeNumber({ summary: "read so many records only", placeholder: "COUNT", minimum: 1 }),
  strict: flag("end at the first record that cannot be used"),
  resume: flag("go on from the state in --out, if there is one"),
  ...pushOptions,
  ...localModelOptions,
};

/** The options as a training takes them. */
export function fineTuneInput(options: OptionValues<TrainOptions>): Omit<FineTuneOptions, "model" | "out" | "seed"> {
  const { data, lora, loraAlpha, loraTargets, packing, buckets, maxLength, maxPrompt, threads: _threads, offline: _offline, push: _push, public: _public, ...rest } = options;
  if (data.length === 0) throw new SteadfastError({ code: "data-missing", sentence: "There is no data to learn from.", hint: "Name a file with --data." });
  if (packing && buckets) throw new SteadfastError({ code: "bad-value", sentence: "--packing and --buckets cannot both be given." });
  if (lora === undefined && (loraAlpha !== undefined || loraTargets !== undefined)) throw new SteadfastError({ code: "bad-value", sentence: "--lora-alpha and --lora-targets are about adapters, which only --lora asks for.", hint: "Add --lora 8, say." });
  const targets = loraTargets?.split(",").map((kind) => kind.trim()).filter((kind) => kind !== "");
  const named = Object.fromEntries(trainingNames.flatMap((name) => (rest[name] === undefined ? [] : [[name, rest[name]]])));
  return {
    ...named,
    data,
    layout: packing ? "packed" : "buckets",
    ...(maxLength === undefined ? {} : { maximumLength: maxLength }),
    ...(maxPrompt === undefined ? {} : { maximumPrompt: maxPrompt }),
    ...(lora === undefined ? {} : { adapters: { rank: lora, ...(loraAlpha === undefined ? {} : { alpha: loraAlpha }), ...(targets === undefined ? {} : { targets }) } }),
  };
}

/** Options that a training knows by the same name; the command's context holds those of the house as well. */
const trainingNames = ["validation", "validationShare", "epochs", "steps", "batchSize", "accumulate", "learningRate", "optimizer", "schedule", "warmup", "weightDecay", "clip", "template", "select", "validateEvery", "samples", "sampleTokens", "saveMinutes", "recompute", "limit", "strict", "resume"] as const;
