import type { Price } from "../../../chat/index.ts";
import { defences, inputTaskNames, instructionTaskNames } from "../../../dim-bench/index.ts";
import { decimal, flag, inPlaceOf, oneOf, type OptionDefinition, type OptionValues, text, texts, wholeNumber } from "../../definition/option.ts";
import { type LocalModelOptions, localModelOptions } from "../../models/local-model-options.ts";
import { prices } from "./prices.ts";

// Types, not interfaces: only types fit where options of any name are taken.
type AskingOptions = {
  model: OptionDefinition<readonly string[]>;
  items: OptionDefinition<string | undefined>;
  perCell: OptionDefinition<number | undefined>;
  defence: OptionDefinition<readonly string[]>;
  trials: OptionDefinition<number | undefined>;
  system: OptionDefinition<string | undefined>;
  instruction: OptionDefinition<readonly string[]>;
  input: OptionDefinition<readonly string[]>;
  language: OptionDefinition<readonly string[]>;
  style: OptionDefinition<readonly string[]>;
  item: OptionDefinition<readonly string[]>;
  maxTokens: OptionDefinition<number | undefined>;
  temperature: OptionDefinition<number | undefined>;
};

type WorkingOptions = {
  judge: OptionDefinition<string | undefined>;
  votes: OptionDefinition<number | undefined>;
  allowWeakJudge: OptionDefinition<boolean>;
  calibration: OptionDefinition<string | undefined>;
  resume: OptionDefinition<string | undefined>;
  rerun: OptionDefinition<"failed" | undefined>;
  fresh: OptionDefinition<boolean>;
  concurrency: OptionDefinition<number | undefined>;
  maxRetries: OptionDefinition<number | undefined>;
  timeout: OptionDefinition<number | undefined>;
  budget: OptionDefinition<number | undefined>;
  price: OptionDefinition<readonly (readonly [reference: string, price: Price])[]>;
  dryRun: OptionDefinition<boolean>;
  failUnder: OptionDefinition<number | undefined>;
  junit: OptionDefinition<string | undefined>;
  markdown: OptionDefinition<string | undefined>;
  csv: OptionDefinition<string | undefined>;
  pairs: OptionDefinition<string | undefined>;
} & LocalModelOptions;

/** Options that say what is asked: a run that is gone on with has its own. */
const askingOptions: AskingOptions = {
  model: texts({ summary: "the model to measure; several are asked side by side and compared", placeholder: "REF" }),
  items: text({ summary: "dim-bench, lab, or a file of items as `steadfast data build` writes it (default: dim-bench)", placeholder: "SET", words: ["dim-bench", "lab"] }),
  perCell: wholeNumber({ summary: "so many inputs of each kind, under all four instructions (default: all)", placeholder: "COUNT", minimum: 1 }),
  defence: texts({ summary: "standard, direct, cot, suffix, delimited, sandwich, system, json, lab, or a file with {instruction} and {input}; several are compared (default: the set's own)", placeholder: "NAME|FILE", words: defences.map(({ name }) => name) }),
  trials: wholeNumber({ summary: "ask everything so often (default: 1)", placeholder: "COUNT", minimum: 1, maximum: 1000 }),
  system: text({ summary: "a file whose text is sent as system message with everything", placeholder: "FILE" }),
  instruction: texts({ summary: `only items of this instruction task: ${instructionTaskNames.join(", ")}`, placeholder: "TASK", words: instructionTaskNames }),
  input: texts({ summary: `only items of this input task: ${inputTaskNames.join(", ")}`, placeholder: "TASK", words: inputTaskNames }),
  language: texts({ summary: "only translations into this language", placeholder: "CODE" }),
  style: texts({ summary: "only style transfers to this style", placeholder: "NAME" }),
  item: texts({ summary: "only this item, or all over this input", placeholder: "ID" }),
  maxTokens: wholeNumber({ summary: "of an answer; what is cut there is unscored (default: twice the input, and 512)", placeholder: "COUNT", minimum: 1 }),
  temperature: decimal({ summary: "of the models that are measured (default: 0)", placeholder: "NUMBER", minimum: 0, maximum: 2 }),
};

/** Options that say how, and what becomes of it. */
const workingOptions: WorkingOptions = {
  judge: text({ summary: "rules, exact, or the model that judges (default: exact for the lab's items, else rules)", placeholder: "REF", words: ["rules", "exact"] }),
  votes: wholeNumber({ summary: "of a judge that is a model: how often it judges each output; the majority counts (default: 1)", placeholder: "COUNT", minimum: 1, maximum: 99 }),
  allowWeakJudge: flag("let a judge go on that fails its canaries"),
  calibration: text({ summary: "what `steadfast judge calibrate --out` wrote of this judge: rates are corrected by it", placeholder: "FILE" }),
  resume: inPlaceOf([...Object.keys(askingOptions), "judge", "votes", "price"], text({ summary: "go on with this run, or latest: what is missing is asked, nothing else", placeholder: "RUN", words: ["latest"] })),
  rerun: oneOf(["failed"], "ask again what has failed"),
  fresh: flag("ask anew what other runs of this ledger have asked already"),
  concurrency: wholeNumber({ summary: "calls at once to one model (default: 8 to 128, as its provider takes them)", placeholder: "COUNT", minimum: 1, maximum: 1024 }),
  maxRetries: wholeNumber({ summary: "further tries of a call (default: 6)", placeholder: "COUNT", maximum: 100 }),
  timeout: decimal({ summary: "of one try (default: 300)", placeholder: "SECONDS", minimum: 0.001, maximum: 86_400 }),
  budget: decimal({ summary: "what this command may cost, judge included; the call that might exceed it is not made", placeholder: "DOLLARS", minimum: 0 }),
  price: prices({ summary: "of a model whose price is not known: dollars for a million tokens in, out, and in from its cache", placeholder: "REF=IN/OUT[/CACHED]" }),
  dryRun: flag("say what it would ask, cost and be able to show, and end"),
  failUnder: decimal({ summary: "exit code 1 unless each accuracy's interval begins at this share or above", placeholder: "SHARE", minimum: 0, maximum: 1 }),
  junit: text({ summary: "the result as JUnit XML", placeholder: "FILE" }),
  markdown: text({ summary: "the result as Markdown", placeholder: "FILE" }),
  csv: text({ summary: "a row for each item and what became of it", placeholder: "FILE" }),
  pairs: text({ summary: "pairs of a right and a wrong output, for `steadfast repair`", placeholder: "FILE" }),
  ...localModelOptions,
};

export const benchOptions: AskingOptions & WorkingOptions = { ...askingOptions, ...workingOptions };

export type BenchOptions = OptionValues<typeof benchOptions>;

/** The flags of files that are written. */
export const fileOptions: readonly ["junit", "markdown", "csv", "pairs"] = ["junit", "markdown", "csv", "pairs"];

export type AskingOption = keyof AskingOptions;

/** The options that were given and say what is asked. */
export function askingGiven(options: BenchOptions): AskingOption[] {
  return (Object.keys(askingOptions) as AskingOption[]).filter((name) => {
    const value: unknown = options[name];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
}

