import { open } from "node:fs/promises";
import { systemCodeOf } from "./errors.ts";

/**
 * Waits until the names in a folder are on the disk: after a rename, the new name would otherwise not outlive a power cut.
 *
 * @example
 * await rename(temporary, path);
 * await syncFolder(dirname(path));
 */
export async function syncFolder(folder: string): Promise<void> {
  // Windows has no fsync of folders; there a rename alone must do.
  if (process.platform === "win32") return;
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // What was written has its name by now. A folder that may not be read, or a file system without this, is no failure to write.
    if (!["EACCES", "EPERM", "EINVAL", "ENOTSUP"].includes(systemCodeOf(error) ?? "")) throw error;
  }
}
