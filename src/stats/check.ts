import { SteadfastError } from "../base/index.ts";

/** Refuses an argument: the caller passed a number outside what a formula is defined for. */
export function invalid(sentence: string): SteadfastError {
  return new SteadfastError({ code: "invalid-statistic", sentence });
}

/** A whole number of things, 0 or more. */
export function checkCount(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw invalid(`${name} must be a whole number of at least 0, not ${value}.`);
}

/** A count of successes out of a count of trials. */
export function checkSuccesses(name: string, successes: number, trials: number): void {
  checkCount(`The ${name}`, successes);
  checkCount(`The total of the ${name}`, trials);
  if (successes > trials) throw invalid(`The ${name} are ${successes} of ${trials}: more than all.`);
}

/** A probability in [0, 1]. */
export function checkProbability(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw invalid(`${name} must lie in [0, 1], not ${value}.`);
}

/** A confidence level, a power or a significance level: strictly between 0 and 1. */
export function checkLevel(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw invalid(`${name} must lie strictly between 0 and 1, not ${value}.`);
}

/** Neither NaN nor infinite. */
export function checkFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw invalid(`${name} must be a finite number, not ${value}.`);
}
