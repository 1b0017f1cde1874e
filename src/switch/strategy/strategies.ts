import { SteadfastError } from "../../base/index.ts";
import { adaSwitch } from "./adaswitch.ts";
import { constant } from "./constant.ts";
import { exponential } from "./exponential.ts";
import { groundTruth } from "./ground-truth.ts";
import { growth } from "./growth.ts";
import { linear } from "./linear.ts";
import { mixture } from "./mixture.ts";
import { random } from "./random.ts";
import type { RolloutStrategy } from "./rollout-strategy.ts";
import { speculative } from "./speculative.ts";
import { student } from "./student.ts";
import { teacher } from "./teacher.ts";

/** The numbers that strategies have, each with its default in the strategy's own file. */
export interface StrategySettings {
  /** τ₀ of `exponential`, τ of `constant`. */
  readonly tau0?: number;
  /** λ of `exponential` and `growth`. */
  readonly lambda?: number;
  /** Of `mixture`. */
  readonly teacherWeight?: number;
  /** Of `random`. */
  readonly teacherShare?: number;
  /** Of `speculative`. */
  readonly topK?: number;
  /** K and L of `adaswitch`. */
  readonly factor?: number;
  readonly window?: number;
  /** Of a response, for `linear`. */
  readonly maximumTokens: number;
}

/** A strategy's name on the command line. */
export type StrategyName = "exponential" | "linear" | "growth" | "constant" | "mixture" | "random" | "student" | "teacher" | "ground-truth" | "speculative" | "adaswitch";

const makers: Record<StrategyName, (settings: StrategySettings) => RolloutStrategy> = {
  exponential,
  linear,
  growth,
  constant: ({ tau0 }: StrategySettings) => constant(tau0 === undefined ? {} : { tau: tau0 }),
  mixture,
  random,
  student,
  teacher,
  "ground-truth": groundTruth,
  speculative,
  adaswitch: adaSwitch,
};

/** Every strategy's name. */
export const strategyNames: readonly StrategyName[] = Object.keys(makers) as StrategyName[];

/**
 * The strategy of a name.
 *
 * @throws SteadfastError `strategy-setting` for a number out of its range.
 * @example
 * const strategy = createStrategy("exponential", { tau0: 1, lambda: 0.1, maximumTokens: 256 });
 */
export function createStrategy(name: StrategyName, settings: StrategySettings): RolloutStrategy {
  const check = (what: string, value: number | undefined, fits: (value: number) => boolean, range: string): void => {
    if (value !== undefined && !fits(value)) throw new SteadfastError({ code: "strategy-setting", sentence: `The ${what} of a strategy must be ${range}, not ${value}.` });
  };
  const whole = (value: number): boolean => Number.isSafeInteger(value) && value >= 1;
  check("threshold τ₀", settings.tau0, (value) => value >= 0 && Number.isFinite(value), "at least 0");
  check("decay λ", settings.lambda, (value) => value >= 0 && Number.isFinite(value), "at least 0");
  check("teacher's weight", settings.teacherWeight, (value) => value >= 0 && value <= 1, "from 0 to 1");
  check("teacher's share", settings.teacherShare, (value) => value >= 0 && value <= 1, "from 0 to 1");
  check("number of likeliest tokens", settings.topK, whole, "a whole number of at least 1");
  check("factor", settings.factor, (value) => value >= 0 && Number.isFinite(value), "at least 0");
  check("window", settings.window, whole, "a whole number of at least 1");
  check("maximum number of tokens", settings.maximumTokens, whole, "a whole number of at least 1");
  return makers[name](settings);
}
