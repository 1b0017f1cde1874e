import type { Ledger } from "./ledger.ts";
import { sqliteArtifacts } from "./sqlite/artifacts.ts";
import type { Connection } from "./sqlite/connection.ts";
import type { Context } from "./sqlite/context.ts";
import { sqliteMetrics } from "./sqlite/metrics.ts";
import { openConnection } from "./sqlite/open-connection.ts";
import { sqliteRecords } from "./sqlite/records.ts";
import { sqliteRuns } from "./sqlite/runs.ts";
import { MIGRATIONS } from "./sqlite/schema.ts";
import { sqliteWork } from "./sqlite/work.ts";
import { Writer } from "./sqlite/writer.ts";

/** @see openSqliteLedger */
export interface SqliteLedgerOptions {
  /** Where `ledger.sqlite` is; made if it does not exist. By default `.steadfast`. */
  folder?: string;
  /** Opens an existing ledger without ever changing it, also from read-only media. */
  readOnly?: boolean;
  /** How long to wait for another program's lock before `ledger-locked`. By default 30 000. */
  busyTimeoutMilliseconds?: number;
  /** The clock, in milliseconds since 1970. By default the system's. */
  now?: () => number;
}

/**
 * Opens the ledger of a folder, making it if there is none and bringing it up to date if it is of an earlier version.
 * Several processes may do so at once and use it at the same time, on one machine: network file systems do not keep
 * the locks this relies on.
 *
 * @throws SteadfastError with the code
 * `ledger-folder` (the folder is a file), `ledger-missing` (nothing to read), `ledger-read-only`, `ledger-unopenable`,
 * `ledger-locked`, `ledger-damaged`, `ledger-foreign` (another program's database), `ledger-newer`, `ledger-older`
 * (only with `readOnly`), `disk-full` or `ledger-io`. All but those of opening can come from any later call as well,
 * and whatever was confirmed before stays.
 * @example
 * const ledger = await openSqliteLedger({ folder: ".steadfast", readOnly: true });
 * for await (const run of ledger.listRuns({ kind: "bench", limit: 10 })) console.log(run.id, run.status);
 * await ledger.close();
 */
export async function openSqliteLedger(options: SqliteLedgerOptions = {}): Promise<Ledger> {
  const { folder = ".steadfast", readOnly = false, busyTimeoutMilliseconds = 30_000, now = Date.now } = options;
  return ledgerOn(await openConnection({ folder, readOnly, busyTimeoutMilliseconds, migrations: MIGRATIONS }), now);
}

/** The ledger on a connection of its own. */
export function ledgerOn(connection: Connection, now: () => number): Ledger {
  const writer = new Writer(connection);
  const context: Context = { connection, writer, now };
  const close = async (): Promise<void> => {
    await writer.close();
    connection.close();
  };
  return {
    location: connection.file,
    ...sqliteRuns(context),
    ...sqliteRecords(context),
    ...sqliteMetrics(context),
    ...sqliteArtifacts(context),
    ...sqliteWork(context),
    close,
    [Symbol.asyncDispose]: close,
  };
}
