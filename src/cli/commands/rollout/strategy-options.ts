import { type StrategyName, strategyNames, type StrategySettings } from "../../../switch/index.ts";
import { decimal, oneOf, type OptionDefinition, type OptionValues, wholeNumber } from "../../definition/option.ts";

/** Options of commands that let a teacher and a student write together. */
// A type, not an interface: only types fit where options of any name are taken.
export type StrategyOptions = {
  strategy: OptionDefinition<StrategyName | undefined>;
  tau0: OptionDefinition<number | undefined>;
  lambda: OptionDefinition<number | undefined>;
  mixtureWeight: OptionDefinition<number | undefined>;
  teacherShare: OptionDefinition<number | undefined>;
  topK: OptionDefinition<number | undefined>;
  factor: OptionDefinition<number | undefined>;
  window: OptionDefinition<number | undefined>;
  block: OptionDefinition<number | undefined>;
};

export const strategyOptions: StrategyOptions = {
  strategy: oneOf(strategyNames, "who writes the next token"),
  tau0: decimal({ summary: "τ₀ of exponential (default: 1), τ of constant (default: 0.2)", placeholder: "NUMBER", minimum: 0 }),
  lambda: decimal({ summary: "λ of exponential and growth (default: 0.1)", placeholder: "NUMBER", minimum: 0 }),
  mixtureWeight: decimal({ summary: "the teacher's weight in mixture (default: 0.2)", placeholder: "SHARE", minimum: 0, maximum: 1 }),
  teacherShare: decimal({ summary: "how often the teacher writes in random (default: 0.5)", placeholder: "SHARE", minimum: 0, maximum: 1 }),
  topK: wholeNumber({ summary: "speculative keeps the student's tokens among the teacher's K likeliest (default: 25)", placeholder: "K", minimum: 1 }),
  factor: decimal({ summary: "adaswitch hands over above so many times the mean divergence (default: 3)", placeholder: "NUMBER", minimum: 0 }),
  window: wholeNumber({ summary: "of so many steps (default: 5)", placeholder: "STEPS", minimum: 1 }),
  block: wholeNumber({ summary: "tokens that the student drafts before the teacher looks; 1 is one step at a time (default: by measured time)", placeholder: "COUNT", minimum: 1, maximum: 4096 }),
};

/** The numbers of a strategy, as they were given. */
export function strategyInput({ tau0, lambda, mixtureWeight, teacherShare, topK, factor, window }: OptionValues<StrategyOptions>): Omit<StrategySettings, "maximumTokens"> {
  const given = { tau0, lambda, teacherWeight: mixtureWeight, teacherShare, topK, factor, window };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
