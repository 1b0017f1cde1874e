import { SteadfastError } from "../../base/index.ts";
import { decimal, flag, inPlaceOf, oneOf, type OptionDefinition, type OptionValues, text, texts, wholeNumber } from "../definition/option.ts";
import { type LocalModelOptions, localModelOptions } from "./local-model-options.ts";
import { type PushOptionDefinitions, pushOptions } from "./push-options.ts";

/** Options of commands that train a model. */
// A type, not an interface: only types fit where options of any name are taken.
export type TrainingOptions = LocalModelOptions & PushOptionDefinitions & {
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
  schedule: OptionDefinition<"constant" | "linear" | "cosine" | undefined>;
  weightDecay: OptionDefinition<number>;
  clip: OptionDefinition<number>;
  lora: OptionDefinition<number | undefined>;
  loraAlpha: OptionDefinition<number | undefined>;
  loraTargets: OptionDefinition<string | undefined>;
  template: OptionDefinition<string | undefined>;
  select: OptionDefinition<"loss" | "rouge" | undefined>;
  validateEvery: OptionDefinition<number | undefined>;
  sampleTokens: OptionDefinition<number>;
  saveMinutes: OptionDefinition<number>;
  recompute: OptionDefinition<boolean>;
  limit: OptionDefinition<number | undefined>;
  strict: OptionDefinition<boolean>;
  resume: OptionDefinition<boolean>;
};

/** What one command says of its training where others say something else. */
export interface TrainingSummaries {
  readonly data: string;
  readonly validation: string;
  readonly validationShare: string;
  readonly epochs: string;
  readonly batchSize: string;
  readonly maxLength: string;
  readonly learningRate: string;
  /** Whose chat template is meant. */
  readonly templateOf: string;
  readonly select: "loss" | "rouge";
  readonly sampleTokens: { readonly summary: string; readonly default: number };
}

/** The options of a command that trains a model, in its words. */
export function trainingOptions(says: TrainingSummaries): TrainingOptions {
  return {
    data: texts({ summary: says.data, placeholder: "FILE" }),
    validation: inPlaceOf(["validationShare"], text({ summary: says.validation, placeholder: "FILE" })),
    validationShare: inPlaceOf(["validation"], decimal({ summary: says.validationShare, placeholder: "SHARE", minimum: 0, maximum: 0.99 })),
    epochs: inPlaceOf(["steps"], wholeNumber({ summary: says.epochs, placeholder: "COUNT", minimum: 1, maximum: 1e6 })),
    steps: inPlaceOf(["epochs"], wholeNumber({ summary: "or how many steps are done", placeholder: "COUNT", minimum: 1, maximum: 1e8 })),
    batchSize: wholeNumber({ summary: says.batchSize, placeholder: "COUNT", minimum: 1, maximum: 4096, default: 8 }),
    accumulate: wholeNumber({ summary: "such batches in a step, one after the other", placeholder: "COUNT", minimum: 1, maximum: 64, default: 1 }),
    maxLength: wholeNumber({ summary: says.maxLength, placeholder: "TOKENS", minimum: 2, maximum: 2 ** 20 }),
    maxPrompt: wholeNumber({ summary: "so are longer prompts (default: half of that)", placeholder: "TOKENS", minimum: 1, maximum: 2 ** 20 }),
    learningRate: decimal({ summary: says.learningRate, placeholder: "RATE", minimum: 0, maximum: 10 }),
    schedule: oneOf(["constant", "linear", "cosine"], "how the learning rate goes on from its peak (default: cosine)"),
    weightDecay: decimal({ summary: "of matrices and embeddings, not of norms and biases", placeholder: "RATE", minimum: 0, maximum: 0.99, default: 0.01 }),
    clip: decimal({ summary: "the norm that all gradients together are cut to; 0 does not cut", placeholder: "NORM", minimum: 0, default: 1 }),
    lora: wholeNumber({ summary: "learn adapters of this rank only, merged when saved", placeholder: "RANK", minimum: 1, maximum: 65_536 }),
    loraAlpha: decimal({ summary: "their scale is alpha / rank (default: twice the rank)", placeholder: "NUMBER", minimum: 0 }),
    loraTargets: text({ summary: "kinds of layers that get one: query,key,value,output,gate,up,down or all (default: query,value)", placeholder: "KINDS" }),
    template: text({ summary: `alpaca, plain, chat, or a text with {instruction} and {input} (default: chat where the ${says.templateOf} has one, else alpaca)`, placeholder: "TEMPLATE", words: ["alpaca", "plain", "chat"] }),
    select: oneOf(["loss", "rouge"], `what the best weights are chosen by (default: ${says.select})`),
    validateEvery: wholeNumber({ summary: "steps between validations (default: an epoch)", placeholder: "STEPS", minimum: 1, maximum: 1e8 }),
    sampleTokens: wholeNumber({ ...says.sampleTokens, placeholder: "COUNT", minimum: 1, maximum: 2 ** 20 }),
    saveMinutes: decimal({ summary: "minutes between two states on disk", placeholder: "MINUTES", minimum: 0, default: 10 }),
    recompute: flag("keep only the input of each block in memory and compute it again: a third more work"),
    limit: wholeNumber({ summary: "read so many records only", placeholder: "COUNT", minimum: 1 }),
    strict: flag("end at the first record that cannot be used"),
    resume: flag("go on from the state in --out, if there is one"),
    ...pushOptions,
    ...localModelOptions,
  };
}

/** What trainings take by the same name as the command line. */
const sameNames = ["data", "validation", "validationShare", "epochs", "steps", "batchSize", "accumulate", "learningRate", "schedule", "weightDecay", "clip", "template", "select", "validateEvery", "sampleTokens", "saveMinutes", "recompute", "limit", "strict", "resume"] as const;

/** The options as every training takes them. */
export type TrainingInput = { readonly data: readonly string[]; readonly maximumLength?: number; readonly maximumPrompt?: number; readonly adapters?: { readonly rank: number; readonly alpha?: number; readonly targets?: readonly string[] } } & { readonly [Name in Exclude<(typeof sameNames)[number], "data">]?: NonNullable<OptionValues<TrainingOptions>[Name]> };

/**
 * The options as every training takes them.
 *
 * @param what the training does with data, for errors: "learn from".
 * @throws SteadfastError `data-missing`, or `bad-value` for what is said of adapters that nobody asked for.
 */
export function trainingInput(options: OptionValues<TrainingOptions>, what: string): TrainingInput {
  const { data, lora, loraAlpha, loraTargets, maxLength, maxPrompt } = options;
  if (data.length === 0) throw new SteadfastError({ code: "data-missing", sentence: `There is no data to ${what}.`, hint: "Name a file with --data." });
  if (lora === undefined && (loraAlpha !== undefined || loraTargets !== undefined)) throw new SteadfastError({ code: "bad-value", sentence: "--lora-alpha and --lora-targets are about adapters, which only --lora asks for.", hint: "Add --lora 16, say." });
  const targets = loraTargets?.split(",").map((kind) => kind.trim()).filter((kind) => kind !== "");
  return {
    ...givenOf(options, sameNames),
    data,
    ...(maxLength === undefined ? {} : { maximumLength: maxLength }),
    ...(maxPrompt === undefined ? {} : { maximumPrompt: maxPrompt }),
    ...(lora === undefined ? {} : { adapters: { rank: lora, ...(loraAlpha === undefined ? {} : { alpha: loraAlpha }), ...(targets === undefined ? {} : { targets }) } }),
  };
}

/** Those of the named values that were given. */
export function givenOf<Values, Name extends keyof Values>(values: Values, names: readonly Name[]): { [Each in Name]?: NonNullable<Values[Each]> } {
  return Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]]))) as { [Each in Name]?: NonNullable<Values[Each]> };
}
