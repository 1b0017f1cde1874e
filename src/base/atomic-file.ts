import { randomBytes } from "node:crypto";
import { type FileHandle, link, mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { messageOf, SteadfastError, systemCodeOf } from "./errors.ts";

/** What may be written: whole, or piece by piece so that nothing large is ever held at once. */
export type FileContent = string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file so that its path holds either what was there before or the whole new content, whatever
 * happens in between: a temporary file in the same folder, fsync, rename, fsync of the folder.
 * Missing folders are made. With `exclusive`, an existing file is never replaced.
 *
 * @throws SteadfastError `file-exists`, `disk-full`, `not-writable` or `write-failed`; nothing is left behind.
 * @example
 * await writeFileAtomically("out/metrics.json", JSON.stringify(metrics));
 */
export async function writeFileAtomically(path: string, content: FileContent, options: { exclusive?: boolean; mode?: number } = {}): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, "wx", options.mode ?? 0o666);
    try {
      await writeAll(file, content);
      await file.sync();
    } finally {
      await file.close();
    }
    if (options.exclusive) {
      await link(temporary, path);
      await rm(temporary);
    } else {
      await rename(temporary, path);
    }
    await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw asWriteError(path, error);
  }
}

async function writeAll(file: FileHandle, content: FileContent): Promise<void> {
  if (typeof content === "string" || content instanceof Uint8Array) {
    await file.writeFile(content);
    return;
  }
  for await (const piece of content) await file.appendFile(piece);
}

async function syncFolder(folder: string): Promise<void> {
  // Windows has no fsync of folders; there the rename alone must do.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function asWriteError(path: string, error: unknown): unknown {
  const code = systemCodeOf(error);
  // What the content's own iterator threw is not about this file and goes through unchanged.
  if (code === undefined || error instanceof SteadfastError) return error;
  switch (code) {
    case "EEXIST":
      return new SteadfastError({ code: "file-exists", sentence: `${path} exists already and was left as it is.`, hint: "Choose another --out.", cause: error });
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new SteadfastError({
        code: "disk-full",
        kind: "incomplete",
        sentence: `The disk is full: ${path} was not written, and what was there before is untouched.`,
        hint: "Free some space and run the same command again.",
        cause: error,
      });
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "ENOTDIR":
    case "EISDIR":
      return new SteadfastError({ code: "not-writable", sentence: `${path} cannot be written: ${messageOf(error)}.`, hint: "Choose a folder that you may write to.", cause: error });
    default:
      return new SteadfastError({ code: "write-failed", kind: "incomplete", sentence: `${path} could not be written: ${messageOf(error)}.`, cause: error });
  }
}
