import { accessSync, closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";
import { notWritable } from "./errors.ts";

/** Makes sure that there is a folder for the file and that both can be written: SQLite itself would notice at the first entry only. */
export function prepareToWrite(folder: string, file: string): void {
  try {
    const firstMade = mkdirSync(folder, { recursive: true });
    if (firstMade !== undefined) syncFolder(dirname(firstMade));
    accessSync(folder, constants.W_OK);
    if (existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw asFolderError(folder, file, error);
  }
}

/** Makes sure that there is something to read. */
export function prepareToRead(folder: string, file: string): void {
  try {
    if (!statSync(folder).isDirectory()) throw noFolder(folder);
    if (statSync(file).size === 0) throw missing(folder);
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw asFolderError(folder, file, error);
  }
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
