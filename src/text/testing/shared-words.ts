import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");

/** Whether the checkout stands beside a folder of public data sets. */
export const hasSharedData: boolean = existsSync(folder);

/** Every distinct token of a–z and 0–9 of the data sets. */
export function sharedWords(): string[] {
  const words = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(?:jsonl?|tsv|csv|txt)$/.test(entry.name)) continue;
    for (const word of readFileSync(join(entry.parentPath, entry.name), "utf8").toLowerCase().match(/[a-z0-9]+/g) ?? []) words.add(word);
  }
  return [...words];
}
