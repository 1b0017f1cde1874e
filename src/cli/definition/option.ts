import { SteadfastError } from "../../base/index.ts";
import { didYouMean } from "./suggest.ts";

/** One option of a command. Its flag is its name in the command's `options`, in kebab-case. */
export interface OptionDefinition<Value> {
  summary: string;
  /** What stands for the value in the help: `COUNT`. Null for a flag without a value. */
  placeholder: string | null;
  /** What the option is when it is not given. */
  default: Value;
  /** How a configuration file writes a value: true or false, a text, a number, or numbers in a list. */
  form: "flag" | "text" | "number" | "numbers";
  /** Given several times, values add up; a configuration file may write a list. */
  several?: true;
  /** The only words that it takes. */
  choices?: readonly string[];
  /** Words that it takes beside others, for shells to complete. */
  words?: readonly string[];
  /** The environment variable that stands for it where no flag does. */
  variable?: string;
  /** Options that it goes in the place of: given on the command line, it undoes what a configuration file says of them. */
  inPlaceOf?: readonly string[];
  /** Adds the value that was given to what stood before (the default, or the last one given). */
  parse(text: string, flag: string, before: Value): Value;
}

/** @see text */
export type TextOptions = Pick<OptionDefinition<unknown>, "summary" | "words" | "variable"> & { placeholder: string };

/** The values that a command gets, by the names of its options. */
export type OptionValues<Options> = { readonly [Name in keyof Options]: Options[Name] extends OptionDefinition<infer Value> ? Value : never };

/** A flag: given or not. */
export function flag(summary: string): OptionDefinition<boolean> {
  return { summary, placeholder: null, default: false, form: "flag", parse: () => true };
}

/** A text, a path, a name. */
export function text(options: TextOptions): OptionDefinition<string | undefined> {
  return { ...options, default: undefined, form: "text", parse: (given) => given };
}

/** A text that may be given several times. */
export function texts(options: TextOptions): OptionDefinition<readonly string[]> {
  return { ...options, default: [], form: "text", several: true, parse: (given, _flag, before) => [...before, given] };
}

/** A whole number within bounds. */
export function wholeNumber<Default extends number | undefined = undefined>(options: {
  summary: string;
  placeholder: string;
  minimum?: number;
  maximum?: number;
  default?: Default;
}): OptionDefinition<number | Default> {
  const { summary, placeholder, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = options;
  return {
    summary,
    placeholder,
    default: options.default as Default,
    form: "number",
    parse(given, flag): number {
      const value = Number(given);
      if (given.trim() !== "" && Number.isSafeInteger(value) && value >= minimum && value <= maximum) return value;
      const bounds = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
      throw badValue({ flag, given, wanted: `a whole number ${bounds}` });
    },
  };
}

/** A number within bounds, with a fraction or without. */
export function decimal<Default extends number | undefined = undefined>(options: {
  summary: string;
  placeholder: string;
  minimum?: number;
  maximum?: number;
  default?: Default;
}): OptionDefinition<number | Default> {
  const { summary, placeholder, minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = options;
  return {
    summary,
    placeholder,
    default: options.default as Default,
    form: "number",
    parse(given, flag): number {
      const value = Number(given);
      if (given.trim() !== "" && Number.isFinite(value) && value >= minimum && value <= maximum) return value;
      const bounds = [minimum === Number.NEGATIVE_INFINITY ? "" : ` of at least ${minimum}`, maximum === Number.POSITIVE_INFINITY ? "" : ` of at most ${maximum}`].filter((bound) => bound !== "");
      throw badValue({ flag, given, wanted: `a number${bounds.join(" and")}` });
    },
  };
}

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(words: Words, summary: string): OptionDefinition<Words[number] | undefined> {
  return {
    summary: `${summary}: ${words.join(", ")}`,
    placeholder: "WORD",
    default: undefined,
    form: "text",
    choices: words,
    parse(given, flag): Words[number] {
      if (words.includes(given)) return given;
      throw badValue({ flag, given, wanted: `one of ${words.join(", ")}`, hint: didYouMean(given, words) });
    },
  };
}

/** An option that, given on the command line, undoes what a configuration file says of others. */
export function inPlaceOf<Value>(names: readonly string[], definition: OptionDefinition<Value>): OptionDefinition<Value> {
  return { ...definition, inPlaceOf: names };
}

/** The flag of an option's name: `maxTokens` → `--max-tokens`. */
export function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The flag that says the opposite, for what a configuration file has set: `--packing` → `--no-packing`, `--no-menu` → `--menu`. */
export function oppositeFlagOf(name: string): string {
  const flag = flagOf(name);
  return flag.startsWith("--no-") ? flag.replace("--no-", "--") : flag.replace("--", "--no-");
}

function badValue(options: { flag: string; given: string; wanted: string; hint?: string | undefined }): SteadfastError {
  const { flag, given, wanted, hint } = options;
  return new SteadfastError({ code: "bad-value", sentence: `${flag} takes ${wanted}, not '${given}'.`, ...(hint === undefined ? {} : { hint }) });
}
