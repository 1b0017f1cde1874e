import type { JudgeCalibration } from "./corrected-rate.ts";
import type { RateOptions } from "./rate.ts";

/** What results are computed with. */
export interface ResultOptions {
  /** Equal seeds give equal intervals: 0 unless said otherwise. */
  readonly seed?: number;
  /** How often the inputs are drawn anew: 2000 unless said otherwise. */
  readonly replicates?: number;
  /** Of intervals; what is left of 1 is the significance of tests. 0.95 unless said otherwise. */
  readonly level?: number;
  /** Of the judge. Without it no rate is corrected. */
  readonly calibration?: JudgeCalibration | null;
}

// The width of a percentile interval changes by a few hundredths between 2000 and many more.
export function withDefaults({ seed = 0, replicates = 2000, level = 0.95, calibration = null }: ResultOptions = {}): RateOptions {
  return { seed, replicates, level, calibration };
}
