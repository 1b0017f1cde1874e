import { holm, mcnemarExact, smallestDetectableDifference } from "../../../stats/index.ts";
import type { InputTask, InstructionTask } from "../../items/tasks.ts";
import { type GroupMean, groupMeans } from "../estimates/group-means.ts";
import { differenceInterval, effectiveSize, type Ends } from "../estimates/intervals.ts";
import type { ItemFacts, System, SystemOutcomes } from "../outcomes/outcome.ts";
import type { RateOptions } from "../summary/rate.ts";
import { groupsOf } from "../summary/strata.ts";
import { differences, discordant, weightsByCluster } from "./pairs.ts";
import { signFlipTest } from "./sign-flip.ts";

/** Two systems over the same items. Types, not interfaces: so they are JSON as they are. */
export type Difference = {
  /** The first's accuracy minus the second's, over the items that both have scored; the mean over cells, as accuracies are. */
  readonly difference: number | null;
  readonly interval: Ends | null;
  /** Items that both have scored. */
  readonly pairs: number;
  /** Of these, on how many only, or more often, the first passed, and on how many the second. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** McNemar's exact test over a cell with one trial and one item an input; else by flipping the signs of whole inputs. */
  readonly pValue: number;
  /** Holm's, over what was looked at together: the cells of one comparison, or all comparisons. */
  readonly adjustedPValue: number;
};

/** @see Difference */
export type Comparison = Difference & {
  readonly first: { readonly model: string; readonly defence: string };
  readonly second: { readonly model: string; readonly defence: string };
  /** Items that either lacks; they count nowhere in the difference. */
  readonly dropped: number;
  /** The difference if all that is unscored had gone against the first, and if it had gone for it. */
  readonly bounds: Ends;
  /** McNemar's exact test over all pairs, as if items of one input were independent; null with several trials. */
  readonly mcnemar: number | null;
  /** Told apart: the adjusted p-value is small enough, and the interval leaves 0 out. */
  readonly decisive: boolean;
  /** The smallest true difference that as many pairs, as much in discord, show in 8 of 10 runs; null where none would. */
  readonly smallestDetectable: number | null;
  readonly cells: readonly (Difference & { readonly instruction: InstructionTask; readonly input: InputTask })[];
};

/** Compares two systems; the p-value over all is adjusted, and judged decisive, by who knows how many are compared. */
export function comparePair({ items, first, second, options }: { readonly items: readonly ItemFacts[]; readonly first: SystemOutcomes; readonly second: SystemOutcomes; readonly options: Omit<RateOptions, "calibration"> }): Omit<Comparison, "adjustedPValue" | "decisive"> {
  const values = differences(items, { first, second });
  const { overall, cells } = groupsOf(items);
  const means = groupMeans({ ...options, values, groups: [overall, ...cells.map(({ strata }) => strata)] });
  const isOneTrial = first.trials.length === 1 && second.trials.length === 1;
  const all = differenceOf(means[0]!, discordant(values, overall), options.level);
  const cellDifferences = cells.map(({ instruction, input, strata }, index) => {
    const mean = means[index + 1]!;
    const difference = differenceOf(mean, discordant(values, strata), options.level);
    const areIndependent = isOneTrial && mean.clusters === mean.items;
    return { instruction, input, ...difference, pValue: areIndependent ? mcnemarExact(difference) : signFlipTest(weightsByCluster(values, strata), options.seed) };
  });
  const adjusted = holm(cellDifferences.map(({ pValue }) => pValue));
  return {
    first: named(first),
    second: named(second),
    ...all,
    pValue: signFlipTest(weightsByCluster(values, overall), options.seed),
    dropped: items.length - all.pairs,
    bounds: boundsOf(items, { first, second }, { overall, estimate: all.difference }),
    mcnemar: isOneTrial ? mcnemarExact(all) : null,
    smallestDetectable: detectable(means[0]!, all, 1 - options.level),
    cells: cellDifferences.map((cell, index) => ({ ...cell, adjustedPValue: adjusted[index]! })),
  };
}

function differenceOf(mean: GroupMean, counts: ReturnType<typeof discordant>, level: number): Pick<Difference, "difference" | "interval" | "pairs" | "onlyFirst" | "onlySecond"> {
  return { difference: mean.mean, interval: differenceInterval(mean, level), ...counts };
}

function boundsOf(items: readonly ItemFacts[], systems: { readonly first: SystemOutcomes; readonly second: SystemOutcomes }, { overall, estimate }: { readonly overall: readonly number[]; readonly estimate: number | null }): Ends {
  const [low, high] = ([["failed", "passed"], ["passed", "failed"]] as const).map(([first, second]) => {
    const values = differences(items, systems, { first, second });
    return groupMeans({ values, groups: [overall], seed: 0, replicates: 0, level: 0.95 })[0]!.mean;
  });
  return { low: Math.min(low ?? -1, estimate ?? 1), high: Math.max(high ?? 1, estimate ?? -1) };
}

// As many pairs as would vary so if they were independent, but never more than there are.
function detectable(mean: GroupMean, { pairs, onlyFirst, onlySecond }: ReturnType<typeof discordant>, significance: number): number | null {
  const independent = Math.min(pairs, Math.floor(effectiveSize(mean, "difference")));
  if (independent === 0 || onlyFirst + onlySecond === 0) return null;
  return smallestDetectableDifference({ pairs: independent, discordance: (onlyFirst + onlySecond) / pairs, significance });
}

function named({ model, defence }: System): { readonly model: string; readonly defence: string } {
  return { model, defence };
}
