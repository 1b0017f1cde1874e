import { SteadfastError } from "../../base/index.ts";
import { constantSchedule, cosineSchedule, linearSchedule, type Schedule } from "../../graph/index.ts";

/** How the learning rate goes on after its rise. */
export type ScheduleName = "constant" | "linear" | "cosine";

/** @see learningRateSchedule */
export interface ScheduleOptions {
  readonly name: ScheduleName;
  readonly peak: number;
  /** Steps of the whole training. */
  readonly steps: number;
  /** Steps of rise from 0, fewer than all. */
  readonly warmup: number;
}

/**
 * @throws SteadfastError `training-option` for a warm-up that leaves no step.
 * @example
 * const schedule = learningRateSchedule({ name: "cosine", peak: 1e-4, steps: 1000, warmup: 50 });
 */
export function learningRateSchedule({ name, peak, steps, warmup }: ScheduleOptions): Schedule {
  if (warmup >= steps) throw new SteadfastError({ code: "training-option", sentence: `A warm-up of ${warmup} steps leaves none of the ${steps} steps of this training.`, hint: "Shorten the warm-up." });
  if (name === "constant") return constantSchedule(peak, { warmupSteps: warmup });
  return (name === "linear" ? linearSchedule : cosineSchedule)({ peak, steps, warmupSteps: warmup });
}
