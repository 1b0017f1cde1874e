import { checkLevel } from "./check.ts";
import { normalQuantile } from "./distribution/normal.ts";

/** The two ends of a confidence interval. */
export interface Interval {
  low: number;
  high: number;
}

/** How sure an interval is to hold the truth, over many repetitions: 0.95 unless said otherwise. */
export interface LevelOptions {
  level?: number;
}

/** The normal quantile that leaves (1 − level) / 2 on either side. */
export function criticalValue(level: number): number {
  checkLevel("A confidence level", level);
  return -normalQuantile((1 - level) / 2);
}

/** Both ends moved into [0, 1]. */
export function clipped({ low, high }: Interval): Interval {
  return { low: clip(low), high: clip(high) };
}

/** The nearest number in [0, 1]. */
export function clip(value: number): number {
  return Math.min(1, Math.max(0, value));
}
