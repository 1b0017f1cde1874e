import { SteadfastError } from "../../../base/index.ts";
import { checkSqliteLedger } from "../../../ledger/index.ts";
import type { Finding } from "./finding.ts";

/** Whether the ledger of a folder is sound: its whole file is read. Looking makes none and changes none. */
export async function checkLedger(folder: string): Promise<Finding> {
  try {
    const damages = await checkSqliteLedger({ folder });
    if (damages.length === 0) return { name: "ledger", status: "ok", text: `the ledger in ${folder} is sound`, values: { folder, exists: true, damages } };
    return {
      name: "ledger",
      status: "problem",
      text: `the ledger in ${folder} is damaged: ${damages[0]}${damages.length > 1 ? `, and ${damages.length - 1} more` : ""}`,
      hint: "Save what is readable with: sqlite3 ledger.sqlite .recover; another --ledger folder starts afresh.",
      values: { folder, exists: true, damages },
    };
  } catch (error) {
    if (!(error instanceof SteadfastError) || error.kind === "bug") throw error;
    if (error.code === "ledger-missing") return { name: "ledger", status: "ok", absent: true, text: `no ledger in ${folder} yet: the first run makes it`, values: { folder, exists: false } };
    // The next run brings it up to date; until then nothing is wrong with it.
    const status = error.code === "ledger-older" ? "warning" : "problem";
    return { name: "ledger", status, text: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }), values: { folder, exists: true, code: error.code } };
  }
}
