import { type GroupMean, groupMeans } from "../estimates/group-means.ts";
import { effectiveSize, type Ends, shareInterval } from "../estimates/intervals.ts";
import type { ItemFacts, SystemOutcomes } from "../outcomes/outcome.ts";
import { type CorrectedRate, correctedRate, type JudgeCalibration } from "./corrected-rate.ts";
import { itemValues } from "./item-values.ts";
import { strataOf } from "./strata.ts";

/** An accuracy and all that it rests on. A type, not an interface: so it is JSON as it is. */
export type Rate = {
  /** The mean over cells of the share of outputs that passed, of those that were scored; null where none was. */
  readonly accuracy: number | null;
  readonly interval: Ends | null;
  /** Outputs that were wanted: items times trials. */
  readonly n: number;
  readonly scored: number;
  readonly unscored: { readonly [reason: string]: number };
  /** The accuracy if all that is unscored had failed, and if it had passed. */
  readonly bounds: Ends;
  /** Null without a calibration of the judge. */
  readonly corrected: CorrectedRate | null;
};

/** @see ratesOf */
export interface RateOptions {
  readonly seed: number;
  readonly replicates: number;
  readonly level: number;
  readonly calibration: JudgeCalibration | null;
}

/** The rate of one system in each of many groups of strata, from one bootstrap. */
export function ratesOf({ items, system, groups, options }: { readonly items: readonly ItemFacts[]; readonly system: Pick<SystemOutcomes, "trials">; readonly groups: readonly (readonly number[])[]; readonly options: RateOptions }): Rate[] {
  const draws = { groups, seed: options.seed, level: options.level };
  const means = groupMeans({ ...draws, values: itemValues(items, system), replicates: options.replicates });
  // No replicates: of the bounds only the means are wanted.
  const worst = groupMeans({ ...draws, values: itemValues(items, system, "failed"), replicates: 0 });
  const best = groupMeans({ ...draws, values: itemValues(items, system, "passed"), replicates: 0 });
  return groups.map((group, index) => {
    const rate = rateOf(means[index]!, options);
    // The bounds hold the accuracy but for rounding.
    const low = Math.min(worst[index]!.mean ?? 0, rate.accuracy ?? 1);
    const high = Math.max(best[index]!.mean ?? 1, rate.accuracy ?? 0);
    return { ...rate, ...countsOf({ items, system, group }), bounds: { low, high } };
  });
}

function rateOf(mean: GroupMean, { level, calibration }: RateOptions): Pick<Rate, "accuracy" | "interval" | "corrected"> {
  const accuracy = mean.mean;
  const corrected = calibration === null || accuracy === null ? null : correctedRate({ accuracy, size: effectiveSize(mean, "share"), calibration, level });
  return { accuracy, interval: shareInterval(mean, level), corrected };
}

function countsOf({ items, system, group }: { readonly items: readonly ItemFacts[]; readonly system: Pick<SystemOutcomes, "trials">; readonly group: readonly number[] }): Pick<Rate, "n" | "scored" | "unscored"> {
  const inside = items.flatMap((item, index) => (strataOf(item).some((stratum) => group.includes(stratum)) ? [index] : []));
  const reasons = system.trials.flatMap((results) => inside.flatMap((index) => {
    const { outcome } = results[index]!;
    return outcome.type === "unscored" ? [outcome.reason] : [];
  }));
  const n = inside.length * system.trials.length;
  return { n, scored: n - reasons.length, unscored: tally(reasons) };
}

/** How often each word stands in a list, the most frequent first. */
export function tally(words: readonly string[]): { readonly [word: string]: number } {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1)));
}
