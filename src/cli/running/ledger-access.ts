import { SteadfastError } from "../../base/index.ts";
import type { Ledger } from "../../ledger/index.ts";

/** The ledger of one command, opened when it is first wanted. */
export interface LedgerAccess {
  /** Opens it, and makes it where there is none. */
  open(): Promise<Ledger>;
  /**
   * Opens it for looking, which leaves nothing behind.
   *
   * @throws SteadfastError `ledger-missing` where there is none.
   */
  openToRead(): Promise<Ledger>;
  close(): Promise<void>;
}

export function createLedgerAccess(folder: string): LedgerAccess {
  let writable: Promise<Ledger> | null = null;
  let readable: Promise<Ledger> | null = null;
  const open = (): Promise<Ledger> => {
    writable ??= import("../../ledger/index.ts").then(({ openSqliteLedger }) => openSqliteLedger({ folder }));
    return writable;
  };
  const openReadOnly = async (): Promise<Ledger> => {
    const { openSqliteLedger } = await import("../../ledger/index.ts");
    try {
      return await openSqliteLedger({ folder, readOnly: true });
    } catch (error) {
      // Reading the ledger of an earlier version takes bringing it up to date.
      if (error instanceof SteadfastError && error.code === "ledger-older") return open();
      throw error;
    }
  };
  return {
    open,
    openToRead: () => writable ?? (readable ??= openReadOnly()),
    async close(): Promise<void> {
      for (const opened of new Set([writable, readable])) {
        // Where opening failed, the command has said so already.
        const ledger = await opened?.catch(() => null);
        await ledger?.close();
      }
    },
  };
}
