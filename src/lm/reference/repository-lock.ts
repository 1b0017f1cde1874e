import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { makeFolder, messageOf, SteadfastError } from "../../base/index.ts";
import { storageFailure } from "./hub-failures.ts";

const sqliteBusy = 5;
const pollMilliseconds = 150;

/** @see lockRepository */
export interface RepositoryLock {
  release(): void;
}

/**
 * Waits until no other process, and no other call in this one, holds the lock. It is an exclusive transaction on an empty
 * SQLite file: Node has no file locks of its own, and these the operating system lets go of when their holder dies, however.
 */
export async function lockRepository(options: { file: string; signal: AbortSignal | undefined; onWait: () => void }): Promise<RepositoryLock> {
  const { file, signal, onWait } = options;
  await makeFolder(dirname(file)).catch((error: unknown) => {
    throw storageFailure(file, error);
  });
  const { DatabaseSync: Database } = await import("node:sqlite");
  for (let tries = 0; ; tries++) {
    signal?.throwIfAborted();
    let database: DatabaseSync | undefined;
    try {
      database = new Database(file, { timeout: 0 });
      database.exec("BEGIN EXCLUSIVE");
      const held = database;
      return { release: () => held.close() };
    } catch (error) {
      database?.close();
      if ((error as { errcode?: unknown }).errcode !== sqliteBusy) throw lockFailure(file, error);
    }
    if (tries === 1) onWait();
    await wait(pollMilliseconds);
  }
}

function lockFailure(file: string, cause: unknown): SteadfastError {
  return new SteadfastError({
    code: "cache-not-writable",
    sentence: `The cache cannot be written: its lock ${file} cannot be taken (${messageOf(cause)}).`,
    hint: "Set HF_HUB_CACHE to a folder that you may write to, on a disk of this machine.",
    cause,
  });
}
