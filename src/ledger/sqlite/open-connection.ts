import { statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { Connection } from "./connection.ts";
import { asLedgerError, isUnwritable } from "./errors.ts";
import { missing, prepareToRead, prepareToWrite } from "./folder.ts";
import { migrate, older, versionOf } from "./migrate.ts";

/** @see openConnection */
export interface OpenOptions {
  folder: string;
  readOnly: boolean;
  busyTimeoutMilliseconds: number;
  migrations: readonly string[];
}

/** Opens the file of a ledger, made and brought up to date where it may be written. Cheap if there is nothing to do. */
export async function openConnection(options: OpenOptions): Promise<Connection> {
  const file = join(options.folder, "ledger.sqlite");
  return options.readOnly ? openToRead(file, options) : openToWrite(file, options);
}

async function openToWrite(file: string, options: OpenOptions): Promise<Connection> {
  prepareToWrite(options.folder, file);
  const connection = connect(file, file, options);
  try {
    const version = await connection.whenFree(() => versionOf(connection, options.migrations.length));
    // Only heeded while the file is still empty: what a deleted run took can then be given back.
    if (version === 0) await connection.whenFree(() => connection.execute("PRAGMA auto_vacuum = INCREMENTAL"));
    // Readers and the one writer do not wait for each other. Kept in the file; setting it again costs nothing.
    await connection.whenFree(() => connection.execute("PRAGMA journal_mode = WAL"));
    if (version < options.migrations.length) await migrate(connection, options.migrations);
    // FULL: a commit is on the disk, not in the system's cache. Foreign keys last, since migrations may rebuild tables.
    await connection.whenFree(() => connection.execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON"));
    return connection;
  } catch (error) {
    connection.close();
    throw asLedgerError(file, error);
  }
}

async function openToRead(file: string, options: OpenOptions): Promise<Connection> {
  prepareToRead(options.folder, file);
  try {
    return await readFrom(file, file, options);
  } catch (error) {
    const cause = (error as { cause?: unknown } | null)?.cause;
    if (!isUnwritable(cause) || hasPendingLog(file)) throw error;
    // On read-only media SQLite cannot make its index of the log. There is no log, so nothing is missed without it.
    return readFrom(file, `${pathToFileURL(file).href}?immutable=1`, options);
  }
}

async function readFrom(file: string, address: string, options: OpenOptions): Promise<Connection> {
  const connection = connect(file, address, options);
  try {
    const version = await connection.whenFree(() => versionOf(connection, options.migrations.length));
    if (version === 0) throw missing(options.folder);
    if (version < options.migrations.length) throw older(file, version);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function connect(file: string, address: string, { readOnly, busyTimeoutMilliseconds }: OpenOptions): Connection {
  try {
    const database = new DatabaseSync(address, { readOnly, timeout: 0, enableForeignKeyConstraints: false });
    return new Connection({ database, file, busyTimeoutMilliseconds });
  } catch (error) {
    throw asLedgerError(file, error);
  }
}

function hasPendingLog(file: string): boolean {
  return (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
