import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { systemCodeOf } from "./errors.ts";

/**
 * Makes a folder and those above it that are missing, one at a time: Node's own `recursive` never ends where a system says
 * "no such file" of a folder that is there, as Linux does below /proc.
 *
 * @throws Error as `mkdir`; of the system, with its code
 * @example
 * await makeFolder("results/today");
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "ENOENT" && dirname(path) !== path) {
      await makeFolder(dirname(path));
      await mkdir(path).catch(async (again: unknown) => {
        // Another process may have made it meanwhile.
        if (systemCodeOf(again) !== "EEXIST") throw again;
      });
      return;
    }
    // What is there may say so in other words: a drive, or a folder on a file system that cannot be written to.
    const isFolder = await stat(path).then((found) => found.isDirectory(), () => false);
    if (!isFolder) throw error;
  }
}
