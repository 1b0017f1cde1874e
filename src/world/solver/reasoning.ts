import { kinds } from "../lexicon/words.ts";
import { unsolvable } from "./failure.ts";
import { isUnknown, onlyOption, optionsOf } from "./options.ts";

/** Applies the rules, looks up the kinds, compares the numbers. */
export function solveReasoning(input: string): string {
  const kind = /^which is a (\w+)/.exec(input)?.[1];
  if (kind !== undefined) return onlyOption(input, (option) => kinds[kind]?.includes(option) ?? false);
  if (input.startsWith("which is greatest")) return onlyOption(input, (option) => optionsOf(input).every((other) => Number(other) <= Number(option)));
  const who = /what is (\w+)/.exec(input)?.[1];
  const creature = new RegExp(`(?:^|\\. )${who} is a (\\w+)`).exec(input)?.[1];
  if (who === undefined || creature === undefined) throw unsolvable("This is no question with options that can be read", input);
  const property = new RegExp(`every ${creature} is (\\w+)`).exec(input)?.[1];
  return onlyOption(input, (option) => (property === undefined ? isUnknown(option) : option === property));
}
