import type { Json } from "../../base/index.ts";
import type { LedgerRecord } from "../../ledger/index.ts";
import type { GenerationRow } from "../rows/rows.ts";
import type { BenchRun } from "./bench-run.ts";
import { findGenerations } from "./find-generations.ts";
import { type Slot, slotPages } from "./slots.ts";

/** What a worker needs to know of a generation beside its key. A type, not an interface: so it is JSON as it is. */
export type GenerationWork = { readonly item: string; readonly model: string; readonly defence: string; readonly trial: number };

/**
 * Queues what is not queued yet, and takes over what another run of the ledger has asked already. Doing it again, or in two processes
 * at once, changes nothing.
 */
export async function queueGenerations(bench: BenchRun, { fresh, signal }: { readonly fresh: boolean; readonly signal: AbortSignal }): Promise<void> {
  const { ledger, run } = bench;
  for await (const page of slotPages(bench)) {
    signal.throwIfAborted();
    const slots = [...new Map(page.map((slot) => [slot.key, slot])).values()];
    const here = await findGenerations(bench, slots);
    const missing = slots.filter(({ key }) => !here.has(key));
    const elsewhere = fresh ? new Map<string, LedgerRecord>() : await findGenerations(bench, missing.filter(isRepeatable), { anyRun: true });
    const taken = missing.flatMap((slot) => {
      const record = elsewhere.get(slot.key);
      return record === undefined ? [] : [{ kind: slot.model.kind, key: slot.key, value: takenOver(slot, record) }];
    });
    if (taken.length > 0) await ledger.putRecords(run, taken);
    const asked = missing.filter(({ key }) => !elsewhere.has(key));
    if (asked.length > 0) await ledger.enqueueWork(run, asked.map((slot) => ({ kind: slot.model.kind, key: slot.key, payload: workOf(slot) })));
  }
}

function workOf({ item, model, defence, trial }: Slot): GenerationWork {
  return { item: item.id, model: model.reference, defence: defence.name, trial };
}

/** Whether asking again is to give the same: otherwise an answer belongs to the run that asked. */
export function isRepeatable({ request: { temperature, seed } }: Slot): boolean {
  return temperature === 0 || seed !== undefined;
}

function takenOver(slot: Slot, { run, value }: LedgerRecord): Json {
  const row = value as unknown as GenerationRow;
  return { ...row, ...workOf(slot), cost: 0, cached: row.cached ?? { run, cost: row.cost } } as unknown as Json;
}
