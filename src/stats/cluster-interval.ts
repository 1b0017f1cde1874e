import { type BootstrapInterval, type BootstrapOptions, clusterBootstrap } from "./cluster-bootstrap.ts";

/** @see clusterMean */
export interface ClusteredValue {
  /** Items of one cluster stand or fall together: the id of the input they share. */
  cluster: string;
  /** Null for an item that was not scored; it counts nowhere. */
  value: number | null;
}

/** @see clusterRatio */
export interface ClusteredRatio {
  cluster: string;
  numerator: number;
  denominator: number;
}

/** @see clusterDifference */
export interface ClusteredPair {
  cluster: string;
  /** What each of the two systems got for the same item; null where it was not scored. */
  first: number | null;
  second: number | null;
}

/**
 * The mean over items, with a bootstrap interval by cluster. The order of the items does not matter.
 *
 * @example
 * clusterMean(rows.map((row) => ({ cluster: row.input, value: row.failed ? 1 : 0 })), { seed: 1 });
 */
export function clusterMean(items: Iterable<ClusteredValue>, options: BootstrapOptions): BootstrapInterval {
  const clusters = collect(items, 2, ({ value }) => scored(value));
  return clusterBootstrap({ ...options, clusters, statistic: (sums) => sums[0]! / sums[1]! });
}

/**
 * The sum of numerators over the sum of denominators, with a bootstrap interval by cluster.
 *
 * @example
 * clusterRatio([{ cluster: "a", numerator: 1, denominator: 4 }, { cluster: "b", numerator: 3, denominator: 3 }], { seed: 1 }).estimate; // 4 / 7
 */
export function clusterRatio(items: Iterable<ClusteredRatio>, options: BootstrapOptions): BootstrapInterval {
  const clusters = collect(items, 2, ({ numerator, denominator }) => [numerator, denominator]);
  return clusterBootstrap({ ...options, clusters, statistic: (sums) => sums[0]! / sums[1]! });
}

/**
 * The mean of the first system minus that of the second, both over the same drawn clusters. Each mean is over
 * what that system has scored; leave out items that either lacks to compare like with like.
 *
 * @example
 * clusterDifference([{ cluster: "a", first: 1, second: 0 }, { cluster: "b", first: 1, second: 1 }], { seed: 1 }).estimate; // 0.5
 */
export function clusterDifference(items: Iterable<ClusteredPair>, options: BootstrapOptions): BootstrapInterval {
  const clusters = collect(items, 4, ({ first, second }) => [...scored(first), ...scored(second)]);
  return clusterBootstrap({ ...options, clusters, statistic: (sums) => sums[0]! / sums[1]! - sums[2]! / sums[3]! });
}

/** Value and weight. */
function scored(value: number | null): [number, number] {
  return value === null ? [0, 0] : [value, 1];
}

/** One row of sums a cluster, in the order of the clusters' names, so that the same items give the same interval in any order. */
function collect<Item extends { cluster: string }>(items: Iterable<Item>, width: number, columns: (item: Item) => readonly number[]): number[][] {
  const rows = new Map<string, number[]>();
  for (const item of items) {
    let row = rows.get(item.cluster);
    if (row === undefined) rows.set(item.cluster, (row = Array.from({ length: width }, () => 0)));
    for (const [column, value] of columns(item).entries()) row[column]! += value;
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
