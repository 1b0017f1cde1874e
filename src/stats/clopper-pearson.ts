import { checkLevel, checkSuccesses } from "./check.ts";
import { betaQuantile } from "./distribution/beta-quantile.ts";
import type { Interval, LevelOptions } from "./interval.ts";

/**
 * The exact interval of a proportion: its coverage is never below the level, and mostly above.
 * No trials give [0, 1]. Clopper & Pearson 1934, by quantiles of the beta distribution.
 *
 * @throws SteadfastError `invalid-statistic` unless 0 ≤ successes ≤ trials are whole numbers.
 * @example
 * clopperPearsonInterval(0, 10); // { low: 0, high: 0.3084… }
 */
export function clopperPearsonInterval(successes: number, trials: number, { level = 0.95 }: LevelOptions = {}): Interval {
  checkSuccesses("successes", successes, trials);
  checkLevel("A confidence level", level);
  const probability = (1 - level) / 2;
  const failures = trials - successes;
  return {
    low: successes === 0 ? 0 : betaQuantile({ a: successes, b: failures + 1, probability, tail: "lower" }),
    high: failures === 0 ? 1 : betaQuantile({ a: successes + 1, b: failures, probability, tail: "upper" }),
  };
}
