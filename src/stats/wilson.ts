import { checkSuccesses } from "./check.ts";
import { criticalValue, type Interval, type LevelOptions } from "./interval.ts";

/**
 * The score interval of a proportion: short, with a coverage close to the level on average.
 * No trials give [0, 1]. Wilson 1927; Brown, Cai & DasGupta 2001, equation 4.
 *
 * @throws SteadfastError `invalid-statistic` unless 0 ≤ successes ≤ trials are whole numbers.
 * @example
 * wilsonInterval(8, 10); // { low: 0.4901…, high: 0.9433… }
 */
export function wilsonInterval(successes: number, trials: number, { level = 0.95 }: LevelOptions = {}): Interval {
  checkSuccesses("successes", successes, trials);
  const z = criticalValue(level);
  if (trials === 0) return { low: 0, high: 1 };
  // Each end by the form that adds, and by symmetry, so that small proportions keep their digits.
  return { low: lowerEnd(successes, trials, z), high: 1 - lowerEnd(trials - successes, trials, z) };
}

// The smaller root of (p̂ − p)² n = z² p (1 − p), as product of roots over the larger root.
function lowerEnd(successes: number, trials: number, z: number): number {
  const failures = trials - successes;
  const root = z * Math.sqrt((successes * failures) / trials + (z * z) / 4);
  return (successes * successes) / trials / (successes + (z * z) / 2 + root);
}
