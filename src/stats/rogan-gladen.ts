import { checkProbability, checkSuccesses } from "./check.ts";
import { clip, clipped, criticalValue, type Interval, type LevelOptions } from "./interval.ts";
import { wilsonInterval } from "./wilson.ts";

/** How often a judge is right: known, or estimated from `correct` of `total` items whose truth is known. */
export type Accuracy = number | { correct: number; total: number };

/** @see roganGladen */
export interface RoganGladenOptions extends LevelOptions {
  /** What the judge called positive, out of all it judged. */
  positives: number;
  total: number;
  /** Its share of right answers where the truth is positive. */
  sensitivity: Accuracy;
  /** Its share of right answers where the truth is negative. */
  specificity: Accuracy;
}

/** A rate freed of the judge's errors. */
export interface CorrectedRate extends Interval {
  /** Null where it is undefined: nothing judged, nothing calibrated, or a judge no better than chance. */
  estimate: number | null;
  /** Before it was moved into [0, 1]; far outside, the calibration does not fit the data. */
  unclipped: number | null;
}

/**
 * The true rate behind a judge that errs: (rate + specificity − 1) / (sensitivity + specificity − 1), within [0, 1]
 * (Rogan & Gladen 1978). Where both accuracies are known, its interval is the Wilson interval carried through the same
 * formula; where they are estimated, that of Lang & Reiczigel 2014 (doi:10.1016/j.prevetmed.2013.09.015,
 * equations 13 to 16), which counts their uncertainty too. With sensitivity + specificity ≤ 1 the judge says
 * nothing: no estimate, and [0, 1].
 *
 * @throws SteadfastError `invalid-statistic` for counts or shares outside their ranges.
 * @example
 * roganGladen({ positives: 60, total: 200, sensitivity: { correct: 45, total: 50 }, specificity: { correct: 92, total: 100 } });
 */
export function roganGladen({ positives, total, sensitivity, specificity, level = 0.95 }: RoganGladenOptions): CorrectedRate {
  checkSuccesses("positives", positives, total);
  const z = criticalValue(level);
  const se = shareOf("sensitivity", sensitivity);
  const sp = shareOf("specificity", specificity);
  if (total === 0 || se === null || sp === null || se + sp <= 1) return { estimate: null, unclipped: null, low: 0, high: 1 };
  const correct = (rate: number): number => (rate + sp - 1) / (se + sp - 1);
  const unclipped = correct(positives / total);
  const known = typeof sensitivity === "number" && typeof specificity === "number";
  const wilson = wilsonInterval(positives, total, { level });
  const interval = known
    ? { low: correct(wilson.low), high: correct(wilson.high) }
    : langReiczigel({ rate: withPseudocounts(positives, total, z * z), se: asEstimate(sensitivity), sp: asEstimate(specificity), z });
  return { estimate: clip(unclipped), unclipped, ...clipped(interval) };
}

/** A share with its variance. */
interface Estimate {
  share: number;
  variance: number;
}

function langReiczigel({ rate, se, sp, z }: { rate: Estimate; se: Estimate; sp: Estimate; z: number }): Interval {
  const youden = se.share + sp.share - 1;
  if (youden <= 0) return { low: 0, high: 1 };
  const prevalence = (rate.share + sp.share - 1) / youden;
  const shift = 2 * z * z * (prevalence * se.variance - (1 - prevalence) * sp.variance);
  const variance = (rate.variance + prevalence ** 2 * se.variance + (1 - prevalence) ** 2 * sp.variance) / youden ** 2;
  const reach = z * Math.sqrt(variance);
  return { low: prevalence + shift - reach, high: prevalence + shift + reach };
}

/** The share after `added` pseudo-items, half of them right. */
function withPseudocounts(successes: number, trials: number, added: number): Estimate {
  const share = (successes + added / 2) / (trials + added);
  return { share, variance: (share * (1 - share)) / (trials + added) };
}

function asEstimate(accuracy: Accuracy): Estimate {
  return typeof accuracy === "number" ? { share: accuracy, variance: 0 } : withPseudocounts(accuracy.correct, accuracy.total, 2);
}

function shareOf(name: string, accuracy: Accuracy): number | null {
  if (typeof accuracy === "number") {
    checkProbability(`The ${name}`, accuracy);
    return accuracy;
  }
  checkSuccesses(`right answers behind the ${name}`, accuracy.correct, accuracy.total);
  return accuracy.total === 0 ? null : accuracy.correct / accuracy.total;
}
