import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, messageOf, SteadfastError, syncFolder, systemCodeOf } from "../../../base/index.ts";

/**
 * Makes a folder inside another so that under its name it is there whole or not at all: filled under a hidden name, then
 * renamed. Hidden ones that a kill left behind are removed.
 *
 * @param name of a folder that is not there.
 * @throws SteadfastError `write-failed`, and what `fill` throws.
 * @example
 * await publishFolder("training", "notes", (hidden) => writeFile(join(hidden, "note.txt"), "Done."));
 * await readFile("training/notes/note.txt", "utf8"); // "Done."
 */
export async function publishFolder(parent: string, name: string, fill: (hidden: string) => Promise<void>): Promise<void> {
  const hidden = join(parent, `.${name}.tmp`);
  try {
    await makeFolder(parent);
    for (const left of await readdir(parent)) if (/^\..*\.tmp$/.test(left)) await rm(join(parent, left), { recursive: true, force: true });
    await mkdir(hidden);
    await fill(hidden);
    await rename(hidden, join(parent, name));
    await syncFolder(parent);
  } catch (cause) {
    await rm(hidden, { recursive: true, force: true }).catch(() => {});
    if (cause instanceof SteadfastError || systemCodeOf(cause) === undefined) throw cause;
    throw new SteadfastError({ code: "write-failed", kind: "incomplete", sentence: `${join(parent, name)} could not be written: ${messageOf(cause)}.`, hint: "Check the disk and the folder's permissions; what was there before is untouched.", cause });
  }
}

/**
 * The names in a folder; none where it is missing.
 *
 * @throws SteadfastError `folder-unreadable`, `training-state-damaged`
 * @example
 * await namesIn("missing"); // []
 */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOTDIR") throw new SteadfastError({ code: "folder-unreadable", sentence: `${folder} is a file, or below one; a folder is needed.`, hint: "Choose another folder.", cause });
    if (systemCodeOf(cause) === "ENOENT") return [];
    throw new SteadfastError({ code: "training-state-damaged", sentence: `The folder ${folder} cannot be read: ${messageOf(cause)}.`, hint: "Check what it is and its permissions.", cause });
  }
}
