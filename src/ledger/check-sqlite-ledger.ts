import { messageOf, SteadfastError } from "../base/index.ts";
import { openConnection } from "./sqlite/open-connection.ts";
import { MIGRATIONS } from "./sqlite/schema.ts";

/**
 * Reads the whole file of a ledger and returns what is wrong with it, a sentence each; nothing if it is sound.
 * Takes about a second per gigabyte.
 *
 * @throws SteadfastError as `openSqliteLedger` does, except `ledger-damaged`.
 * @example
 * const problems = await checkSqliteLedger({ folder: ".steadfast" });
 */
export async function checkSqliteLedger({ folder = ".steadfast" }: { folder?: string } = {}): Promise<readonly string[]> {
  try {
    const connection = await openConnection({ folder, readOnly: true, busyTimeoutMilliseconds: 5_000, migrations: MIGRATIONS });
    try {
      const rows = await connection.whenFree(() => connection.all<{ quick_check: string }>("PRAGMA quick_check"));
      return rows.map(({ quick_check: problem }) => problem).filter((problem) => problem !== "ok");
    } finally {
      connection.close();
    }
  } catch (error) {
    if (error instanceof SteadfastError && error.code === "ledger-damaged") return [messageOf(error.cause ?? error)];
    throw error;
  }
}
