import { roganGladen } from "../../../stats/index.ts";
import type { Ends } from "../estimates/intervals.ts";

/** How often a judge was right on outputs of known truth. Types, not interfaces: so they are JSON as they are. */
export type JudgeCalibration = {
  /** Of outputs that are right, how many it passed. */
  readonly sensitivity: Counted;
  /** Of outputs that are wrong, how many it failed. */
  readonly specificity: Counted;
};
export type Counted = { readonly correct: number; readonly total: number };

/** A rate freed of the judge's errors. */
export type CorrectedRate = {
  /**
   * Null, with an interval that says nothing, where the judge is no better than chance, and where its calibration does not fit: surely
   * fewer outputs passed than it passes by mistake, or more than it passes of right ones.
   */
  readonly accuracy: number | null;
  readonly interval: Ends;
  /** Before it was moved into [0, 1]. */
  readonly unclipped: number | null;
};

// The formula takes counts: the rate itself is given as so many of so many, which moves it by less than 1e-9.
const fine = 1_000_000_000;

/**
 * Rogan & Gladen's correction of a share, with the interval of Lang & Reiczigel, which counts that the calibration itself is
 * an estimate. Its sample size is the effective one, rounded down, so that items of one input do not count as independent;
 * where passes of it are no whole number, the interval takes in both neighbours.
 */
export function correctedRate({ accuracy, size, calibration, level }: { readonly accuracy: number; readonly size: number; readonly calibration: JudgeCalibration; readonly level: number }): CorrectedRate {
  const { sensitivity, specificity } = calibration;
  const corrected = (positives: number, total: number): ReturnType<typeof roganGladen> => roganGladen({ positives, total, sensitivity, specificity, level });
  const { estimate, unclipped } = corrected(Math.round(accuracy * fine), fine);
  const total = Math.max(1, Math.floor(size));
  const few = corrected(Math.floor(accuracy * total), total);
  const many = corrected(Math.ceil(accuracy * total), total);
  if (estimate === null || few.high === 0 || many.low === 1) return { accuracy: null, interval: { low: 0, high: 1 }, unclipped };
  return { accuracy: estimate, interval: { low: Math.min(few.low, estimate), high: Math.max(many.high, estimate) }, unclipped };
}
