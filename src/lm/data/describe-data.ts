import { mean, quantile, sum } from "../../stats/index.ts";
import type { EncodedRecords } from "./encode-records.ts";

/** Lengths in tokens; all 0 where there are none. */
export interface LengthSummary {
  readonly total: number;
  readonly mean: number;
  /** 95 of 100 are no longer. */
  readonly p95: number;
  readonly maximum: number;
}

/** What a training run is about to see. */
export interface DataDescription {
  readonly examples: number;
  /** Examples that were cut to fit. */
  readonly cut: number;
  readonly dropped: number;
  /** Why records gave no example, the commonest reason first. */
  readonly dropReasons: readonly { readonly reason: string; readonly count: number }[];
  readonly prompt: LengthSummary;
  /** With the end token. */
  readonly response: LengthSummary;
}

/** Counts and lengths of encoded records, to be printed before training. */
export function describeData({ examples, dropped, cut }: EncodedRecords): DataDescription {
  const counts = new Map<string, number>();
  for (const { reason } of dropped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return {
    examples: examples.length,
    cut,
    dropped: dropped.length,
    dropReasons: [...counts].map(([reason, count]) => ({ reason, count })).sort((first, second) => second.count - first.count),
    prompt: summarize(examples.map(({ promptLength }) => promptLength)),
    response: summarize(examples.map(({ responseLength }) => responseLength)),
  };
}

function summarize(lengths: readonly number[]): LengthSummary {
  if (lengths.length === 0) return { total: 0, mean: 0, p95: 0, maximum: 0 };
  return { total: sum(lengths), mean: mean(lengths), p95: quantile(lengths, 0.95), maximum: lengths.reduce((longest, length) => Math.max(longest, length)) };
}
