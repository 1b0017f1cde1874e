import { clusterMean, mean, standardDeviation } from "../../stats/index.ts";
import { lengthBuckets } from "./length-buckets.ts";
import type { Measures } from "./measure-response.ts";

/** A response's measures and where they belong. */
export interface MeasuredResponse {
  readonly record: number;
  readonly seed: number;
  readonly measures: Measures;
}

/** A mean over records for each seed, and over the seeds. Types, not interfaces: so they are JSON as they are. */
export type Spread = {
  /** The mean over the seeds of their means over records. */
  readonly mean: number;
  /** Standard deviation of the seeds' means (divisor n − 1); null for one seed. */
  readonly spread: number | null;
};

/** A spread with a 95 % bootstrap interval over records, with which their responses under all seeds are drawn; null for one record. */
export type Estimate = Spread & { readonly low: number | null; readonly high: number | null };

/** Records of similar lengths. */
export type BucketSummary = { readonly label: string; readonly records: number; readonly rougeL: Estimate; readonly rouge1: Spread; readonly rouge2: Spread; readonly exactMatch: Spread };

/** The means of one seed. */
export type SeedSummary = { readonly seed: number; readonly rougeL: number; readonly rouge1: number; readonly rouge2: number; readonly exactMatch: number; readonly words: number; readonly tokens: number | null; readonly cutShare: number | null; readonly repetition: number };

/** All that is said of one data set. */
export type Summary = Omit<BucketSummary, "label"> & {
  readonly words: Spread;
  readonly tokens: Spread | null;
  /** Share of responses that were cut at the limit of new tokens. */
  readonly cutShare: Spread | null;
  readonly repetition: Spread;
  /** Those that hold a record. */
  readonly buckets: readonly BucketSummary[];
  readonly seeds: readonly SeedSummary[];
};

/** @see summarize */
export interface SummarizeOptions {
  /** Length of each record's first reference, by record. */
  readonly referenceLengths: ReadonlyMap<number, number>;
  /** For the bootstrap. By default 0. */
  readonly seed?: number;
}

type Measure = "rougeL" | "rouge1" | "rouge2" | "exactMatch" | "words" | "tokens" | "cut" | "repetition";

// The width of a percentile interval changes by a few hundredths between this and many more.
const replicates = 2000;

/** Means, spreads and intervals of responses: one of each record under each seed. */
export function summarize(responses: readonly MeasuredResponse[], { referenceLengths, seed = 0 }: SummarizeOptions): Summary {
  const all = ratings(responses, seed);
  const { tokens, cut } = responses[0]!.measures;
  const buckets = lengthBuckets.flatMap(({ label, from, to }) => {
    const inside = responses.filter(({ record }) => referenceLengths.get(record)! >= from && referenceLengths.get(record)! <= to);
    return inside.length === 0 ? [] : [{ label, ...ratings(inside, seed) }];
  });
  return {
    ...all,
    words: spreadOf(responses, "words"),
    tokens: tokens === null ? null : spreadOf(responses, "tokens"),
    cutShare: cut === null ? null : spreadOf(responses, "cut"),
    repetition: spreadOf(responses, "repetition"),
    buckets,
    seeds: bySeed(responses).map((own) => ({
      seed: own[0]!.seed,
      rougeL: meanOf(own, "rougeL"),
      rouge1: meanOf(own, "rouge1"),
      rouge2: meanOf(own, "rouge2"),
      exactMatch: meanOf(own, "exactMatch"),
      words: meanOf(own, "words"),
      tokens: tokens === null ? null : meanOf(own, "tokens"),
      cutShare: cut === null ? null : meanOf(own, "cut"),
      repetition: meanOf(own, "repetition"),
    })),
  };
}

function ratings(responses: readonly MeasuredResponse[], seed: number): Omit<BucketSummary, "label"> {
  const { low, high } = clusterMean(
    responses.map(({ record, measures }) => ({ cluster: String(record), value: measures.rougeL })),
    { seed, replicates },
  );
  return {
    records: new Set(responses.map(({ record }) => record)).size,
    rougeL: { ...spreadOf(responses, "rougeL"), low, high },
    rouge1: spreadOf(responses, "rouge1"),
    rouge2: spreadOf(responses, "rouge2"),
    exactMatch: spreadOf(responses, "exactMatch"),
  };
}

function spreadOf(responses: readonly MeasuredResponse[], measure: Measure): Spread {
  const means = bySeed(responses).map((own) => meanOf(own, measure));
  return { mean: mean(means), spread: means.length < 2 ? null : standardDeviation(means) };
}

function meanOf(responses: readonly MeasuredResponse[], measure: Measure): number {
  return mean(responses.map(({ measures }) => Number(measures[measure])));
}

function bySeed(responses: readonly MeasuredResponse[]): MeasuredResponse[][] {
  return [...Map.groupBy(responses, ({ seed }) => seed).values()];
}
