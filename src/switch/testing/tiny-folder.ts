import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { saveLanguageModel } from "../../lm/index.ts";
import { tinyModel } from "./tiny-models.ts";

/** A folder for a test file, with a function that names paths in it. */
export function scratchFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-switch-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}

const configuration = { model_type: "gpt2", n_embd: 32, n_layer: 2, n_head: 4, n_positions: 96, activation_function: "gelu_new", layer_norm_epsilon: 1e-5, vocab_size: 257, bos_token_id: 256, eos_token_id: 256, tie_word_embeddings: true };

/** Writes a random GPT-2 whose tokens are the 256 bytes and an end. */
export async function writeByteModel(folder: string, seed: number, changes: Record<string, unknown> = {}): Promise<void> {
  // The bytes that print are themselves, the others follow from U+0100 on (GPT-2's alphabet of bytes).
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let others = 0;
  const alphabet = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + others++));
  const files = {
    "vocab.json": JSON.stringify(Object.fromEntries([...alphabet, "<|endoftext|>"].map((letter, id) => [letter, id]))),
    "merges.txt": "#version: 0.2\n",
    "tokenizer_config.json": JSON.stringify({ tokenizer_class: "GPT2Tokenizer", bos_token: "<|endoftext|>", eos_token: "<|endoftext|>", unk_token: "<|endoftext|>" }),
  };
  await saveLanguageModel({ folder, model: tinyModel({ ...configuration, ...changes }, { seed }), tokenizer: { files: new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])) }, card: "# A model for tests\n" });
}

/** Questions with one answer each, some short, some longer. */
export const questions: readonly (readonly [string, string])[] = [
  ["Sky?", "blue"], ["Grass?", "green as grass"], ["Snow?", "white"], ["Coal?", "black as night"], ["Blood?", "red"], ["Sun?", "yellow and warm"], ["Plum?", "violet"], ["Fox?", "brown"],
];

/** Writes instruction data. */
export function writeQuestions(path: string, pairs: readonly (readonly [string, string])[] = questions): void {
  writeFileSync(path, pairs.map(([instruction, output]) => `${JSON.stringify({ instruction, output })}\n`).join(""));
}
