import { messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";

// Primary result codes, https://www.sqlite.org/rescode.html
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const PROTOCOL = 15;
const TOOBIG = 18;
const NOTADB = 26;

/** SQLite's primary result code of anything thrown, where it has one. */
export function resultCodeOf(thrown: unknown): number | undefined {
  const code = (thrown as { errcode?: unknown } | null)?.errcode;
  return systemCodeOf(thrown) === "ERR_SQLITE_ERROR" && typeof code === "number" ? code & 0xff : undefined;
}

/** Whether somebody else holds a lock at this moment, so that trying again is worth it. */
export function isBusy(thrown: unknown): boolean {
  const code = resultCodeOf(thrown);
  return code === BUSY || code === LOCKED || code === PROTOCOL;
}

/** Whether a file cannot be opened the usual way because nothing may be written beside it. */
export function isUnwritable(thrown: unknown): boolean {
  const code = resultCodeOf(thrown);
  return code === CANTOPEN || code === READONLY;
}

/** What SQLite or the system threw, as one sentence about the file. Everything else goes through unchanged. */
export function asLedgerError(file: string, error: unknown): unknown {
  if (error instanceof SteadfastError) return error;
  if (systemCodeOf(error) === "ERR_INVALID_STATE") return closed(file, error);
  switch (resultCodeOf(error)) {
    case undefined:
      return error;
    case BUSY:
    case LOCKED:
    case PROTOCOL:
      return new SteadfastError({
        code: "ledger-locked",
        kind: "incomplete",
        sentence: `Another program keeps the ledger ${file} locked.`,
        hint: "Close the program that has it open (a database browser, a sqlite3 shell in a transaction), then run the same command again.",
        cause: error,
      });
    case READONLY:
      return notWritable(file, error);
    case FULL:
      return new SteadfastError({
        code: "disk-full",
        kind: "incomplete",
        sentence: `The disk is full: the last entry was not written to the ledger ${file}; all earlier ones are kept.`,
        hint: "Free some space and run the same command again.",
        cause: error,
      });
    case IOERR:
      return new SteadfastError({
        code: "ledger-io",
        kind: "incomplete",
        sentence: `The system refused to read or write the ledger ${file} (${messageOf(error)}); entries confirmed earlier are kept.`,
        hint: "Check free space, quota, the limit on file sizes (ulimit -f) and the health of the disk, then run the same command again.",
        cause: error,
      });
    case CORRUPT:
    case NOTADB:
      return damaged(file, error);
    case CANTOPEN:
      return new SteadfastError({
        code: "ledger-unopenable",
        sentence: `The ledger ${file} cannot be opened.`,
        hint: "Check that it is a file and that you may read and write it and its folder.",
        cause: error,
      });
    case TOOBIG:
      return new SteadfastError({ code: "ledger-value-too-large", sentence: `A value is too large for the ledger ${file}: at most one billion bytes fit.`, cause: error });
    default:
      return new SteadfastError({ code: "ledger-failed", kind: "bug", sentence: `The ledger ${file} failed: ${messageOf(error)}.`, cause: error });
  }
}

export function damaged(file: string, cause?: unknown): SteadfastError {
  return new SteadfastError({
    code: "ledger-damaged",
    sentence: `The ledger ${file} is damaged or is no ledger at all; it was left as it is.`,
    hint: "Restore it from a backup, or save what is readable with: sqlite3 ledger.sqlite .recover; another --ledger folder starts afresh.",
    cause,
  });
}

export function notWritable(file: string, cause: unknown): SteadfastError {
  return new SteadfastError({
    code: "ledger-read-only",
    sentence: `The ledger ${file} cannot be written: the file, its folder or its file system is read-only.`,
    hint: "Make it writable, or choose another folder with --ledger.",
    cause,
  });
}

export function closed(file: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "ledger-closed", kind: "bug", sentence: `The ledger ${file} was used after it had been closed.`, cause });
}

export function runNotFound(reference: string, file: string): SteadfastError {
  return new SteadfastError({ code: "run-not-found", sentence: `There is no run ${JSON.stringify(reference)} in the ledger ${file}.`, hint: "steadfast runs lists them." });
}
