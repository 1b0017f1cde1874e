import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { SteadfastError } from "../../../base/index.ts";

/** A function that makes folders with the given files, removed after the test file. */
export function scratchFolders(): (files?: Readonly<Record<string, string | Uint8Array>>) => string {
  const root = mkdtempSync(join(tmpdir(), "steadfast-checkpoint-"));
  let count = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return (files = {}) => {
    const folder = join(root, String((count += 1)));
    mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return folder;
  };
}

/** What a user would see of a failure. The folder's own name is left out of the sentence. */
export async function failureOf(promise: Promise<unknown>, folder: string): Promise<{ code: string; sentence: string }> {
  const error: unknown = await promise.then(
    () => new Error("it did not fail"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SteadfastError)) throw error;
  if (!/^[^\n]+\.$/.test(error.message) || !/^[^\n]+\.$/.test(error.hint ?? "")) throw new Error(`no sentence and hint: ${error.message} ${error.hint}`);
  return { code: error.code, sentence: error.message.replaceAll(folder, "F") };
}
