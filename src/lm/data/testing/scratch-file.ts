import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** A function that writes a file of its own, removed after the test file, and returns its path. */
export function scratchFiles(): (content: string | Uint8Array, extension?: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-data-"));
  let count = 0;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (content, extension = "jsonl") => {
    const path = join(folder, `${(count += 1)}.${extension}`);
    writeFileSync(path, content);
    return path;
  };
}
