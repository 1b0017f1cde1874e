import type { LedgerRecord } from "../../ledger/index.ts";
import type { BenchRun } from "./bench-run.ts";
import type { Slot } from "./slots.ts";

/** The stored generations of slots, by key: those of the run, or those of any run of the ledger. */
export async function findGenerations({ ledger, run }: Pick<BenchRun, "ledger" | "run">, slots: readonly Pick<Slot, "model" | "key">[], { anyRun = false }: { readonly anyRun?: boolean } = {}): Promise<Map<string, LedgerRecord>> {
  const found = new Map<string, LedgerRecord>();
  for (const [kind, group] of Map.groupBy(slots, ({ model }) => model.kind)) {
    const records = await ledger.findRecords(anyRun ? { kind } : { kind, run }, new Set(group.map(({ key }) => key)));
    for (const [key, record] of records) found.set(key, record);
  }
  return found;
}
