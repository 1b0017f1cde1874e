import { accessSync, closeSync, constants, fsyncSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";
import { damaged, notWritable } from "./errors.ts";

const HEADER = "SQLite format 3\0";

/** Makes sure that there is a folder for the file and that both can be written: SQLite itself would notice at the first entry only. */
export function prepareToWrite(folder: string, file: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    if (sizeOf(file) === null) return;
    accessSync(file, constants.R_OK | constants.W_OK);
    refuseOtherFile(file);
  } catch (error) {
    throw asFolderError(folder, file, error);
  }
}

/** Makes sure that there is something to read. */
export function prepareToRead(folder: string, file: string): void {
  try {
    if (!statSync(folder).isDirectory()) throw noFolder(folder);
    if (!sizeOf(file)) throw missing(folder);
    accessSync(file, constants.R_OK);
    refuseOtherFile(file);
  } catch (error) {
    throw asFolderError(folder, file, error);
  }
}

/** SQLite takes a file of a few bytes for an empty database, and would write over it. */
function refuseOtherFile(file: string): void {
  // With a journal beside it the file may be in the midst of its first transaction, which SQLite will undo.
  if (sizeOf(file) === 0 || sizeOf(`${file}-journal`) !== null || isFolder(file)) return;
  const handle = openSync(file, "r");
  try {
    const start = Buffer.alloc(HEADER.length);
    readSync(handle, start);
    if (start.toString("latin1") !== HEADER) throw damaged(file);
  } finally {
    closeSync(handle);
  }
}

/** `mkdir -p`, on the disk when it returns. Node's own hides why it failed. */
function makeFolder(folder: string): void {
  if (isFolder(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(folder)) throw error;
  }
  syncFolder(parent);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}

export function missing(folder: string, cause?: unknown): SteadfastError {
  return new SteadfastError({
    code: "ledger-missing",
    sentence: `There is no ledger in ${folder}.`,
    hint: "The first command that runs something makes one; --ledger names another folder.",
    cause,
  });
}

function noFolder(folder: string, cause?: unknown): SteadfastError {
  return new SteadfastError({
    code: "ledger-folder",
    sentence: `${folder} cannot be the ledger's folder: it, or a part of its path, is a file.`,
    hint: "Name a folder with --ledger; it is made if it does not exist.",
    cause,
  });
}

function asFolderError(folder: string, file: string, error: unknown): unknown {
  if (error instanceof SteadfastError) return error;
  switch (systemCodeOf(error)) {
    case "ENOENT":
      return missing(folder, error);
    case "ENOTDIR":
    case "EEXIST":
      return noFolder(folder, error);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return notWritable(file, error);
    case "ENOSPC":
    case "EDQUOT":
      return new SteadfastError({
        code: "disk-full",
        kind: "incomplete",
        sentence: `The disk is full: the folder ${folder} could not be made.`,
        hint: "Free some space and run the same command again.",
        cause: error,
      });
    case undefined:
      return error;
    default:
      return new SteadfastError({ code: "ledger-folder", sentence: `The folder ${folder} cannot be used: ${messageOf(error)}.`, hint: "Name another with --ledger.", cause: error });
  }
}

function syncFolder(folder: string): void {
  // Windows has no fsync of folders.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
