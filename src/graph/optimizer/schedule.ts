import { cast } from "../ops/cast.ts";
import { clamp, less, minimum, where } from "../ops/compare.ts";
import { add, cos, divide, multiply, subtract } from "../ops/elementwise.ts";
import { scalar } from "../ops/constant.ts";
import { graphError } from "../tensor/graph-error.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The learning rate of a step, as a part of the graph: from the number of steps done so far to a float64 scalar. */
export type Schedule = (stepsDone: Tensor) => Tensor;

/** How a schedule falls from its peak. */
export interface DecayOptions {
  peak: number;
  /** Steps from the start until the floor is reached, warm-up included. */
  steps: number;
  /** Steps of linear rise at the beginning: step i (from 0) has peak · (i + 1) / warmupSteps. */
  warmupSteps?: number;
  /** What is left at the end; 0 by default. */
  floor?: number;
}

/**
 * One learning rate throughout, after an optional warm-up.
 *
 * @example
 * const schedule = constantSchedule(0.5, { warmupSteps: 10 });
 * schedule(scalar(4, "int32")); // 0.25
 * schedule(scalar(100, "int32")); // 0.5
 */
export function constantSchedule(peak: number, { warmupSteps = 0 }: { warmupSteps?: number } = {}): Schedule {
  return (stepsDone) => warmedUp(stepsDone, peak, warmupSteps, () => scalar(peak, "float64"));
}

/**
 * A straight line from the peak to the floor.
 *
 * @example
 * const schedule = linearSchedule({ peak: 0.5, steps: 100 });
 * schedule(scalar(50, "int32")); // 0.25
 */
export function linearSchedule(options: DecayOptions): Schedule {
  return decay(options, (progress) => subtract(1, progress));
}

/**
 * Half a cosine from the peak to the floor (Loshchilov and Hutter 2017, arXiv 1608.03983).
 *
 * @example
 * const schedule = cosineSchedule({ peak: 5e-4, steps: 1000, warmupSteps: 50 });
 */
export function cosineSchedule(options: DecayOptions): Schedule {
  return decay(options, (progress) => multiply(add(cos(multiply(progress, Math.PI)), 1), 0.5));
}

function decay({ peak, steps, warmupSteps = 0, floor = 0 }: DecayOptions, shareLeft: (progress: Tensor) => Tensor): Schedule {
  if (!(steps > warmupSteps)) throw graphError("schedule", `${steps} steps leave none after a warm-up of ${warmupSteps}`);
  return (stepsDone) =>
    warmedUp(stepsDone, peak, warmupSteps, (done) => {
      const progress = clamp(divide(subtract(done, warmupSteps), steps - warmupSteps), 0, 1);
      return add(multiply(shareLeft(progress), peak - floor), floor);
    });
}

function warmedUp(stepsDone: Tensor, peak: number, warmupSteps: number, afterwards: (done: Tensor) => Tensor): Tensor {
  const done = cast(stepsDone, "float64");
  if (warmupSteps === 0) return afterwards(done);
  const rising = multiply(minimum(divide(add(done, 1), warmupSteps), 1), peak);
  return where(less(done, warmupSteps), rising, afterwards(done));
}
