import { SteadfastError } from "../../base/index.ts";
import type { Connection } from "./connection.ts";
import { APPLICATION_ID } from "./schema.ts";

/**
 * How many migrations a file has seen; 0 for an empty one.
 *
 * @throws SteadfastError `ledger-foreign` for a database of another program, `ledger-newer` for one of a later steadfast.
 */
export function versionOf(connection: Connection, known: number): number {
  const { application_id: applicationId } = connection.get<{ application_id: number }>("PRAGMA application_id")!;
  const { user_version: version } = connection.get<{ user_version: number }>("PRAGMA user_version")!;
  const isEmpty = applicationId === 0 && version === 0 && connection.get("SELECT 1 FROM sqlite_schema LIMIT 1") === undefined;
  if (isEmpty) return 0;
  if (applicationId !== APPLICATION_ID) throw foreign(connection.file);
  if (version > known) throw newer(connection.file, version, known);
  return version;
}

/** Takes the steps that are still ahead, each in a transaction of its own; several processes may try at once. */
export async function migrate(connection: Connection, migrations: readonly string[]): Promise<void> {
  for (let version = 0; version < migrations.length; ) {
    version = await connection.whenFree(() => {
      connection.execute("BEGIN EXCLUSIVE");
      try {
        // Another process may have been here while this one waited.
        const current = versionOf(connection, migrations.length);
        const step = migrations[current];
        if (step !== undefined) {
          connection.execute(step);
          connection.execute(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${current + 1}`);
        }
        connection.execute("COMMIT");
        return current + 1;
      } catch (error) {
        if (connection.isInTransaction) connection.execute("ROLLBACK");
        throw error;
      }
    });
  }
}

export function older(file: string, version: number): SteadfastError {
  return new SteadfastError({
    code: "ledger-older",
    sentence: `The ledger ${file} is of an earlier steadfast (schema ${version}) and was opened for reading only.`,
    hint: "Any command that runs something brings it up to date.",
  });
}

function newer(file: string, version: number, known: number): SteadfastError {
  return new SteadfastError({
    code: "ledger-newer",
    sentence: `The ledger ${file} was written by a newer steadfast (schema ${version}; this one knows ${known}); it was left as it is.`,
    hint: "Update steadfast, or choose another folder with --ledger.",
  });
}

function foreign(file: string): SteadfastError {
  return new SteadfastError({
    code: "ledger-foreign",
    sentence: `${file} is a database of another program, not a ledger; it was left as it is.`,
    hint: "Choose another folder with --ledger.",
  });
}
