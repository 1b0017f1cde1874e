import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { SteadfastError } from "../../../base/index.ts";

/** A function that makes folders with the given files (objects become JSON), removed after the test file. */
export function scratchFolders(): (files: Readonly<Record<string, string | Uint8Array | object>>) => string {
  const root = mkdtempSync(join(tmpdir(), "steadfast-tokenizer-"));
  let count = 0;
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  return (files) => {
    const folder = join(root, String((count += 1)));
    mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), typeof content === "string" || content instanceof Uint8Array ? content : JSON.stringify(content));
    return folder;
  };
}

/** The code and the sentence that a user would see; anything but a failure with sentence and hint is thrown. */
export async function failureOf(doing: () => unknown): Promise<string> {
  try {
    await doing();
  } catch (error) {
    if (!(error instanceof SteadfastError)) throw error;
    if (!/^[^\n]+\.$/.test(error.message) || !/^[^\n]+\.$/.test(error.hint ?? "")) throw new Error(`no sentence and hint: ${error.message} ${error.hint}`, { cause: error });
    return `${error.code}: ${error.message}`;
  }
  throw new Error("It did not fail.");
}
