import { checkCount, checkFinite, checkLevel, invalid } from "./check.ts";
import type { LevelOptions } from "./interval.ts";
import { standardDeviation } from "./moments.ts";
import { quantileOfSorted } from "./quantile.ts";
import { randomStream } from "./random/random-stream.ts";

/** What every bootstrap takes. */
export interface BootstrapOptions extends LevelOptions {
  /** Equal seeds give equal intervals. */
  seed: number;
  /** How often the clusters are drawn anew: 10 000 unless said otherwise. */
  replicates?: number;
}

/** A statistic with its percentile interval. */
export interface BootstrapInterval {
  /** The statistic of the data themselves; null where it is undefined. */
  estimate: number | null;
  /** Null where nothing can be said: fewer than two clusters, or no replicate in which the statistic is defined. */
  low: number | null;
  high: number | null;
  /** The standard deviation over the replicates. */
  standardError: number | null;
  clusters: number;
  replicates: number;
  /** Replicates that were left out because the statistic was undefined in them: 0/0, for one. */
  undefinedReplicates: number;
}

/** @see clusterBootstrap */
export interface ClusterBootstrapOptions extends BootstrapOptions {
  /** One row a cluster, all of one width: what the cluster adds to each of the sums. */
  clusters: readonly (readonly number[])[];
  /** The statistic of the column sums; anything but a finite number counts as undefined. The array is reused between calls. */
  statistic: (sums: Float64Array) => number;
}

/**
 * The percentile interval of a statistic of sums, with whole clusters drawn with replacement, so that items
 * which stand or fall together (one input under four instructions) do not count as independent.
 * Davison & Hinkley, "Bootstrap methods and their application", 1997, sections 2.4 and 3.8.
 *
 * @throws SteadfastError `invalid-statistic` for rows of unequal width or numbers that are not finite.
 * @example
 * // Share of failures, two inputs with four and three scored outputs:
 * clusterBootstrap({ clusters: [[1, 4], [3, 3]], statistic: ([failed, scored]) => failed! / scored!, seed: 1 });
 */
export function clusterBootstrap({ clusters, statistic, seed, replicates = 10_000, level = 0.95 }: ClusterBootstrapOptions): BootstrapInterval {
  checkLevel("A confidence level", level);
  checkCount("The number of replicates", replicates);
  const width = clusters[0]?.length ?? 0;
  const rows = flatten(clusters, width);
  const sums = new Float64Array(width);
  const estimate = clusters.length === 0 ? Number.NaN : statistic(sumOfRows(rows, sums, clusters.length, (index) => index));

  const values: number[] = [];
  if (clusters.length > 1) {
    const root = randomStream(seed, "cluster-bootstrap");
    for (let replicate = 0; replicate < replicates; replicate++) {
      const random = root.child(replicate);
      const value = statistic(sumOfRows(rows, sums, clusters.length, () => random.integer(clusters.length)));
      if (Number.isFinite(value)) values.push(value);
    }
  }
  const sorted = Float64Array.from(values).sort();
  const defined = sorted.length > 0;
  return {
    estimate: Number.isFinite(estimate) ? estimate : null,
    low: defined ? quantileOfSorted(sorted, (1 - level) / 2) : null,
    high: defined ? quantileOfSorted(sorted, (1 + level) / 2) : null,
    standardError: sorted.length > 1 ? standardDeviation(sorted) : null,
    clusters: clusters.length,
    replicates: clusters.length > 1 ? replicates : 0,
    undefinedReplicates: clusters.length > 1 ? replicates - sorted.length : 0,
  };
}

function flatten(clusters: readonly (readonly number[])[], width: number): Float64Array {
  const rows = new Float64Array(clusters.length * width);
  for (const [index, cluster] of clusters.entries()) {
    if (cluster.length !== width) throw invalid(`Cluster ${index} has ${cluster.length} numbers where the first has ${width}.`);
    for (const value of cluster) checkFinite(`A number of cluster ${index}`, value);
    rows.set(cluster, index * width);
  }
  return rows;
}

function sumOfRows(rows: Float64Array, sums: Float64Array, count: number, pick: (index: number) => number): Float64Array {
  const width = sums.length;
  sums.fill(0);
  for (let index = 0; index < count; index++) {
    const start = pick(index) * width;
    for (let column = 0; column < width; column++) sums[column]! += rows[start + column]!;
  }
  return sums;
}
