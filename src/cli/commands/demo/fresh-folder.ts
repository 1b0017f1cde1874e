import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, SteadfastError, systemCodeOf } from "../../../base/index.ts";

/** Stands in the folders that a demo may empty. */
const marker = "made-by-the-demo.txt";

/**
 * Leaves an empty folder for what the demo makes. What an earlier demo made there is removed; what is anybody else's never.
 *
 * @throws SteadfastError `folder-in-use`
 */
export async function freshFolder(folder: string): Promise<void> {
  const names = await namesIn(folder);
  if (names.length > 0 && !names.includes(marker)) {
    throw new SteadfastError({ code: "folder-in-use", kind: "misuse", sentence: `${folder}, where the demo would put what it makes, holds something else.`, hint: "Choose another ledger with --ledger FOLDER, or move what is there." });
  }
  await rm(folder, { recursive: true, force: true });
  await makeFolder(folder);
  await writeFile(join(folder, marker), "The next demo with this ledger removes this folder and all that is in it.\n");
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCodeOf(error) === "ENOENT") return [];
    // A file of that name is somebody's too.
    if (systemCodeOf(error) === "ENOTDIR") return [folder];
    throw error;
  }
}
