import type { Ledger } from "../../ledger/index.ts";
import { findGenerations } from "./find-generations.ts";
import { isRepeatable } from "./queue-generations.ts";
import type { Slot } from "./slots.ts";

/** Which questions a ledger holds the answers to, that a new run takes over. */
export async function answeredKeys(ledger: Ledger, slots: readonly Slot[]): Promise<Set<string>> {
  return new Set((await findGenerations({ ledger, run: "" }, slots.filter(isRepeatable), { anyRun: true })).keys());
}
