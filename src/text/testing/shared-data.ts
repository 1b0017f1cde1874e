import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of public data sets beside the checkout. */
export const sharedData: string = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");

/** Whether the checkout has it. */
export const hasSharedData: boolean = existsSync(sharedData);

/** Every distinct token of a–z and 0–9 of the data sets. */
export function sharedWords(): string[] {
  const words = new Set<string>();
  for (const entry of readdirSync(sharedData, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:jsonl?|tsv|csv|txt)$/.test(entry.name)) continue;
    for (const word of readFileSync(join(entry.parentPath, entry.name), "utf8").toLowerCase().match(/[a-z0-9]+/g) ?? []) words.add(word);
  }
  return [...words];
}
