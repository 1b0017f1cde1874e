import type { Ledger } from "../../ledger/index.ts";
import { findGenerations } from "./find-generations.ts";
import { isRepeatable } from "./queue-generations.ts";
import type { Slot } from "./slots.ts";

/**
 * Which questions need not be asked: those that the run itself holds the answers to, and those that a new run would take over from any
 * run of the ledger.
 *
 * @throws what the ledger throws
 * @example
 * const estimate = await estimateBench({ ...asked, answered: (slots) => answeredKeys(ledger, slots) });
 */
export async function answeredKeys(ledger: Ledger, slots: readonly Slot[], { run, fresh = false }: { readonly run?: string; readonly fresh?: boolean } = {}): Promise<Set<string>> {
  const own = run === undefined ? [] : (await findGenerations({ ledger, run }, slots)).keys();
  const taken = fresh ? [] : (await findGenerations({ ledger, run: "" }, slots.filter(isRepeatable), { anyRun: true })).keys();
  return new Set([...own, ...taken]);
}
