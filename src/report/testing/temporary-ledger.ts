import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type Ledger, openSqliteLedger } from "../../ledger/index.ts";

/** A folder that is removed after the tests of a file, and ledgers in it. */
export function temporaryLedgers(): { readonly folder: string; open(): Promise<Ledger> } {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-report-"));
  const opened: Ledger[] = [];
  afterAll(async () => {
    for (const ledger of opened) await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    open: async () => {
      const ledger = await openSqliteLedger({ folder: join(folder, `ledger-${opened.length}`) });
      opened.push(ledger);
      return ledger;
    },
  };
}
