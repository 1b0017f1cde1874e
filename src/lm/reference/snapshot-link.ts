import { randomBytes } from "node:crypto";
import { copyFile, rename, rm, symlink } from "node:fs/promises";
import { dirname, relative } from "node:path";
import { makeFolder, systemCodeOf } from "../../base/index.ts";

/** Puts a relative link to a blob at a path, at once and in place of what is there; a copy where links are not allowed (Windows). */
export async function linkToBlob(options: { blob: string; path: string }): Promise<void> {
  const { blob, path } = options;
  await makeFolder(dirname(path));
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
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
