import { constants } from "node:fs";
import { type FileHandle, lstat, open, stat } from "node:fs/promises";
import { messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";
import { damaged, missing } from "./failure.ts";

/** A file that is read at given positions; its size is known from the start. */
export class SourceFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly #handle: FileHandle;
  #closed = false;

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.size = size;
    this.#handle = handle;
  }

  /** @throws SteadfastError `checkpoint-missing` or `checkpoint-unreadable`. */
  static async open(path: string): Promise<SourceFile> {
    try {
      // Looked at first, for opening a pipe would wait for somebody to write.
      if (!(await stat(path)).isFile()) throw missing(`${path} is not a file.`, "Put the file of weights in its place.");
      const handle = await open(path, constants.O_RDONLY);
      try {
        return new SourceFile(path, (await handle.stat()).size, handle);
      } catch (error) {
        await handle.close();
        throw error;
      }
    } catch (error) {
      throw await asReadError(path, error);
    }
  }

  /** Fills `into` from a position of the file. */
  async read(into: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < into.length) {
      const bytesRead = await this.#readSome(into, done, position + done);
      if (bytesRead === 0) throw damaged(this.path, `it ends at byte ${position + done}, though it had ${this.size} when it was opened`);
      done += bytesRead;
    }
  }

  async #readSome(into: Uint8Array, offset: number, position: number): Promise<number> {
    try {
      return (await this.#handle.read(into, offset, into.length - offset, position)).bytesRead;
    } catch (cause) {
      if (this.#closed) throw new SteadfastError({ code: "checkpoint-closed", kind: "bug", sentence: `${this.path} was closed and cannot be read any more.`, hint: "Read all tensors before closing the checkpoint.", cause });
      throw unreadable(this.path, cause);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#handle.close();
  }
}

async function asReadError(path: string, error: unknown): Promise<unknown> {
  const code = systemCodeOf(error);
  if (error instanceof SteadfastError || code === undefined) return error;
  if (code === "ELOOP") return missing(`${path} is a link that leads in a circle.`, "Fetch the model again.", error);
  if (code !== "ENOENT" && code !== "ENOTDIR") return unreadable(path, error);
  const isLink = await lstat(path).then((found) => found.isSymbolicLink(), () => false);
  return isLink ? missing(`${path} is a link to a file that is not there.`, "Fetch the model again: what the link leads to was removed.", error) : missing(`There is no file ${path}.`, "Fetch the model again, or check the name of the folder.", error);
}

function unreadable(path: string, cause: unknown): SteadfastError {
  return new SteadfastError({ code: "checkpoint-unreadable", kind: "incomplete", sentence: `${path} cannot be read: ${messageOf(cause)}.`, hint: "Check that you may read the file and that its disk is well.", cause });
}
