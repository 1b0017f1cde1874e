import { randomBytes } from "node:crypto";
import { type FileHandle, link, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { messageOf, SteadfastError, systemCodeOf } from "./errors.ts";
import { makeFolder } from "./make-folder.ts";
import { syncFolder } from "./sync-folder.ts";

/** What may be written: whole, or piece by piece so that nothing large is ever held at once. */
export type FileContent = string | Uint8Array | Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;

/**
 * Writes a file so that its path holds either what was there before or the whole new content, whatever
 * happens in between: a temporary file in the same folder, fsync, rename, fsync of the folder.
 * Missing folders are made. With `exclusive`, an existing file is never replaced. Only a kill in between can
 * leave something behind: the hidden temporary file.
 *
 * @throws SteadfastError `file-exists`, `disk-full`, `not-writable` or `write-failed`; what the content's own
 * iterator throws comes out as it is.
 * @example
 * await writeFileAtomically("out/metrics.json", JSON.stringify(metrics));
 */
export async function writeFileAtomically(path: string, content: FileContent, options: { exclusive?: boolean; mode?: number } = {}): Promise<void> {
  const folder = dirname(path);
  // File names may have 255 bytes; a character may need three of them.
  const temporary = join(folder, `.${basename(path).slice(0, 70)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    await makeParent(folder);
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
  for await (const piece of marked(content)) await file.appendFile(piece);
}

/** Something that the content's iterator threw, which may carry a system code without being about this file. */
class ContentFailure extends Error {}

async function* marked(content: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  try {
    yield* content;
  } catch (cause) {
    throw new ContentFailure("The content could not be made.", { cause });
  }
}

async function makeParent(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
  } catch (cause) {
    // A file stands where the folder should be; EEXIST would read as if it were the file to write.
    if (systemCodeOf(cause) === "EEXIST") throw Object.assign(new Error(`${folder} is a file, not a folder`, { cause }), { code: "ENOTDIR" });
    throw cause;
  }
}

function asWriteError(path: string, error: unknown): unknown {
  if (error instanceof ContentFailure) return error.cause;
  const code = systemCodeOf(error);
  if (code === undefined) return error;
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
