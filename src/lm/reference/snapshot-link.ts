import { copyFile, rename, rm, symlink } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { makeFolder, systemCodeOf } from "../../base/index.ts";

/**
 * Puts a relative link to a blob at a path, at once and in place of what is there; a copy where links are not allowed (Windows). Whoever
 * calls holds the repository's lock, so that what lies beside it under the temporary name was left by a process that was killed.
 */
export async function linkToBlob(options: { blob: string; path: string }): Promise<void> {
  const { blob, path } = options;
  await makeFolder(dirname(path));
  const temporary = `${path}.tmp`;
  await rm(temporary, { force: true });
  try {
    await symlink(relative(dirname(path), blob), temporary).catch((error: unknown) => {
      if (systemCodeOf(error) !== "EPERM" && systemCodeOf(error) !== "ENOTSUP") throw error;
      return copyFile(blob, temporary);
    });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
