import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The root of the checkout. */
export const root: string = join(import.meta.dirname, "..", "..");

/**
 * Every file that belongs to the project, from the root, with slashes: tracked, or new and not ignored. Where this is no
 * git checkout, all that git would be asked about is unknown, and the error says so.
 */
export function projectFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 });
  // A file that is deleted but still in the index is listed too.
  return [...new Set(list.split("\0"))].filter((file) => file !== "" && existsSync(join(root, file)));
}

export function readProjectFile(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
