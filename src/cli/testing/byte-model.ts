import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The tiny checkpoints that stand in lm/, one folder a family. */
export const goldenModels: string = join(import.meta.dirname, "../../lm/testing/golden");

/** A golden GPT-2 in a new folder, with a tokenizer of bytes: 256 ids, each the byte of its number. */
export function writeByteModel(folder: string): string {
  cpSync(join(goldenModels, "gpt2"), folder, { recursive: true });
  // The bytes that print are themselves, the others follow from U+0100 on (GPT-2's alphabet of bytes).
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let others = 0;
  const alphabet = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + others++));
  writeFileSync(join(folder, "vocab.json"), JSON.stringify(Object.fromEntries(alphabet.map((letter, byte) => [letter, byte]))));
  writeFileSync(join(folder, "merges.txt"), "#version: 0.2\n");
  return folder;
}
