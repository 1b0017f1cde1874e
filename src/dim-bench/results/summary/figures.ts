import { quantile, sum } from "../../../stats/index.ts";
import type { CallFigures, SystemOutcomes } from "../outcomes/outcome.ts";

/** Calls of a system's model. Types, not interfaces: so they are JSON as they are. */
export type Usage = {
  /** Calls of this run that were answered. */
  readonly calls: number;
  /** Answers that were taken over instead of asked for. */
  readonly cachedCalls: number;
  readonly failedCalls: number;
  /** Answers of either kind whose tokens the provider did not say. */
  readonly uncounted: number;
  /** Tokens of the calls of this run. */
  readonly input: number;
  readonly output: number;
  /** How many of `input` came from the provider's own cache. */
  readonly cachedInput: number;
  /** Tokens of answers that were taken over. */
  readonly takenOver: { readonly input: number; readonly output: number };
};

/** US dollars, each null as soon as one row's is not known. */
export type Cost = {
  readonly target: number | null;
  readonly judge: number | null;
  /** What was taken over, from the model and the judge, cost in the runs that paid for it; no part of this run's. */
  readonly cached: number | null;
  /** What this run paid. */
  readonly total: number | null;
};

/** Milliseconds of the answered calls of this run, waits for their turn apart as the rows have them. */
export type Latency = { readonly calls: number; readonly p50: number; readonly p95: number };

/** What a system and its judging used, cost and took. */
export function figuresOf({ trials }: Pick<SystemOutcomes, "trials">): { readonly usage: Usage; readonly cost: Cost; readonly latency: Latency | null } {
  const calls = trials.flatMap((results) => results.flatMap(({ call }) => call ?? []));
  const judgings = trials.flatMap((results) => results.flatMap(({ judging }) => judging ?? []));
  const answered = calls.filter((call) => call.answered);
  const own = answered.filter(({ cached }) => cached === null);
  const taken = answered.filter(({ cached }) => cached !== null);
  const target = totalOf(calls.map(({ cost }) => cost));
  const judge = totalOf(judgings.map(({ cost }) => cost));
  const times = own.map(({ milliseconds }) => milliseconds);
  return {
    usage: {
      calls: own.length,
      cachedCalls: taken.length,
      failedCalls: calls.length - answered.length,
      uncounted: answered.filter(({ usage }) => usage === null).length,
      ...tokensOf(own),
      cachedInput: own.reduce((total, { usage }) => total + (usage?.cached ?? 0), 0),
      takenOver: tokensOf(taken),
    },
    cost: {
      target,
      judge,
      cached: totalOf([...calls, ...judgings].flatMap(({ cached }) => (cached === null ? [] : [cached.cost]))),
      total: target === null || judge === null ? null : target + judge,
    },
    latency: times.length === 0 ? null : { calls: times.length, p50: quantile(times, 0.5), p95: quantile(times, 0.95) },
  };
}

function tokensOf(calls: readonly CallFigures[]): { readonly input: number; readonly output: number } {
  return { input: calls.reduce((total, { usage }) => total + (usage?.input ?? 0), 0), output: calls.reduce((total, { usage }) => total + (usage?.output ?? 0), 0) };
}

function totalOf(costs: readonly (number | null)[]): number | null {
  return costs.includes(null) ? null : sum(costs as readonly number[]);
}
