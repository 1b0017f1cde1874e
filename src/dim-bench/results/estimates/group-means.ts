import { clusterBootstrap, quantile, standardDeviation } from "../../../stats/index.ts";

/** The value of one item and the strata that it stands in: its cell of the table, its bucket of lengths. */
export interface StratumValue {
  /** Items of one cluster stand or fall together: the id of the input they share. */
  readonly cluster: string;
  readonly strata: readonly number[];
  /** Null where nothing can be said; the item then counts nowhere. */
  readonly value: number | null;
}

/** @see groupMeans */
export interface GroupMeansOptions {
  readonly values: readonly StratumValue[];
  /** Each a list of strata: its mean is the mean of the means of those strata that have a value. */
  readonly groups: readonly (readonly number[])[];
  readonly seed: number;
  readonly replicates: number;
  readonly level: number;
}

/** The mean of a group over its strata, and how it varies with the clusters that are drawn. */
export interface GroupMean {
  /** Null where no stratum of the group has a value. */
  readonly mean: number | null;
  /** Percentile interval; null for fewer than two clusters. */
  readonly low: number | null;
  readonly high: number | null;
  readonly standardError: number | null;
  /** Clusters and items that have a value. */
  readonly clusters: number;
  readonly items: number;
  /** The mean of squares, averaged as the mean is. */
  readonly meanSquare: number | null;
}

/**
 * Means of many groups from one bootstrap of whole clusters: every replicate draws the inputs once and gives all means.
 * A replicate in which no stratum of a group was drawn says nothing of that group.
 */
export function groupMeans({ values, groups, seed, replicates, level }: GroupMeansOptions): GroupMean[] {
  const width = Math.max(0, ...groups.flat().map((stratum) => stratum + 1));
  const clusters = sumsByCluster(values, width);
  const drawn = groups.map((): number[] => []);
  let isEstimate = true;
  clusterBootstrap({
    clusters,
    seed,
    replicates,
    level,
    // The first call has the sums of the data themselves, of which only the replicates are wanted here.
    statistic: (sums) => {
      if (!isEstimate) {
        for (const [index, group] of groups.entries()) {
          const value = meanOf(group, sums, width);
          if (value !== null) drawn[index]!.push(value);
        }
      }
      isEstimate = false;
      return 0;
    },
  });
  const sums = totals(values, width, (value) => value);
  const squares = totals(values, width, (value) => value ** 2);
  return groups.map((group, index) => {
    const inside = values.filter(({ value, strata }) => value !== null && strata.some((stratum) => group.includes(stratum)));
    const replicated = drawn[index]!;
    const known = replicated.length > 1;
    return {
      mean: meanOf(group, sums, width),
      low: known ? quantile(replicated, (1 - level) / 2) : null,
      high: known ? quantile(replicated, (1 + level) / 2) : null,
      standardError: known ? standardDeviation(replicated) : null,
      clusters: new Set(inside.map(({ cluster }) => cluster)).size,
      items: inside.length,
      meanSquare: meanOf(group, squares, width),
    };
  });
}

/** Sums of values, then counts, by stratum. */
function totals(values: readonly StratumValue[], width: number, weigh: (value: number) => number): number[] {
  const row = Array.from({ length: 2 * width }, () => 0);
  for (const { strata, value } of values) {
    if (value === null) continue;
    for (const stratum of strata) {
      if (stratum >= width) continue;
      row[stratum]! += weigh(value);
      row[width + stratum]! += 1;
    }
  }
  return row;
}

// In the order of their names, so that the order of the items does not matter.
function sumsByCluster(values: readonly StratumValue[], width: number): number[][] {
  const byCluster = Map.groupBy(values, ({ cluster }) => cluster);
  return [...byCluster].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, inside]) => totals(inside, width, (value) => value));
}

function meanOf(group: readonly number[], sums: ArrayLike<number>, width: number): number | null {
  let total = 0;
  let strata = 0;
  for (const stratum of group) {
    const count = sums[width + stratum]!;
    if (count === 0) continue;
    total += sums[stratum]! / count;
    strata++;
  }
  return strata === 0 ? null : total / strata;
}
