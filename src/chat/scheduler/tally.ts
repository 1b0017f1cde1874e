import type { ChatUsage, Price } from "../port/chat-model.ts";
import { costOf } from "./cost.ts";

/** What the calls of one role used. */
export interface Tally {
  /** Calls that were answered. */
  readonly calls: number;
  /** Calls whose usage the provider did not say. */
  readonly uncounted: number;
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  /** US dollars; null as soon as one call's is not known. */
  readonly cost: number | null;
}

const nothing: Tally = { calls: 0, uncounted: 0, input: 0, output: 0, cached: 0, cost: 0 };

/** A tally with one more call. */
export function count(tally: Tally = nothing, usage: ChatUsage | null, price: Price | null): Tally {
  const isFree = price !== null && price.input === 0 && price.output === 0;
  const cost = usage === null ? (isFree ? 0 : null) : price === null ? null : costOf(usage, price);
  return {
    calls: tally.calls + 1,
    uncounted: tally.uncounted + (usage === null ? 1 : 0),
    input: tally.input + (usage?.input ?? 0),
    output: tally.output + (usage?.output ?? 0),
    cached: tally.cached + (usage?.cached ?? 0),
    cost: tally.cost === null || cost === null ? null : tally.cost + cost,
  };
}
