import { expect } from "vitest";
import { checkSqliteLedger } from "../check-sqlite-ledger.ts";
import { openSqliteLedger } from "../sqlite-ledger.ts";
import { collect } from "./contract-context.ts";
import type { KillSeriesOptions, KillSeriesResult } from "./kill-series.ts";

const CLAIMS_AT_ONCE = 8;

/** Holds what is in the ledger against what was confirmed to the workers, whether they lived on or not. */
export async function expectNothingLost({ folder, kills }: KillSeriesOptions, { run, keys, confirmations, killed, errors }: KillSeriesResult): Promise<void> {
  expect(errors).toBe("");
  expect(killed).toBe(kills);
  expect(await checkSqliteLedger({ folder })).toEqual([]);
  await using ledger = await openSqliteLedger({ folder, readOnly: true });
  const stored = new Map<string, string>();
  const perKind = { generation: [] as string[], judgement: [] as string[], usage: [] as string[] };
  for await (const { kind, key, value } of ledger.streamRecords(run)) {
    if (kind === "control") continue;
    perKind[kind as keyof typeof perKind].push(key);
    stored.set(`${kind} ${key}`, kind === "usage" ? (value as string) : (value as { by: string }).by);
  }

  // Everything that was asked for is there, once, with what belongs to it.
  const sorted = keys.toSorted();
  for (const kind of ["generation", "judgement", "usage"] as const) expect(perKind[kind].toSorted()).toEqual(sorted);
  for (const key of keys) expect(stored.get(`usage ${key}`)).toBe(stored.get(`generation ${key}`));
  const items = await collect(ledger.streamWork(run));
  expect(items).toHaveLength(2 * keys.length);
  expect(items.filter(({ state }) => state !== "done")).toEqual([]);

  // Everything that was confirmed is what is there, and was confirmed once.
  const recorded = new Set<string>();
  const duplicates: string[] = [];
  for (const confirmation of confirmations) {
    if ("metric" in confirmation) continue;
    const { kind, key, by, outcome } = confirmation;
    const isKept = stored.get(`${kind} ${key}`) === by;
    expect({ ...confirmation, isKept }).toEqual({ ...confirmation, isKept: outcome === "recorded" });
    if (outcome === "duplicate") {
      duplicates.push(by);
      continue;
    }
    expect(recorded).not.toContain(`${kind} ${key}`);
    recorded.add(`${kind} ${key}`);
  }
  const metrics = new Map((await collect(ledger.streamMetrics(run))).map(({ name, step, value }) => [`${name} ${step}`, value]));
  for (const confirmation of confirmations) {
    if ("metric" in confirmation) expect(metrics.get(`${confirmation.metric.name} ${confirmation.metric.step}`)).toBe(confirmation.metric.value);
  }

  // Only what was in flight at a kill may be there without having been confirmed.
  const unconfirmed = items.length - recorded.size;
  expect(unconfirmed).toBeLessThanOrEqual(CLAIMS_AT_ONCE * kills);
  const again = items.filter(({ attempts }) => attempts > 1).length;
  console.info(
    `${kills} kills: ${items.length} items done, ${recorded.size} results confirmed and kept, ${unconfirmed} committed at the moment of a kill, ` +
      `${again} items claimed more than once, ${duplicates.length} late results turned away`,
  );
}
