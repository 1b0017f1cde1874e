import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadTokenizer, saveLanguageModel } from "../../lm/index.ts";
import type { SpokenModel } from "../answers/encode-choices.ts";
import { tinyConfigurations, tinyModel } from "./tiny-models.ts";

/** Files of a tokenizer whose tokens are the 256 bytes and an end. */
export function byteTokenizerFiles(): Map<string, Buffer> {
  // The bytes that print are themselves, the others follow from U+0100 on (GPT-2's alphabet of bytes).
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let others = 0;
  const alphabet = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + others++));
  return new Map(
    Object.entries({
      "vocab.json": JSON.stringify(Object.fromEntries([...alphabet, "<|endoftext|>"].map((letter, id) => [letter, id]))),
      "merges.txt": "#version: 0.2\n",
      "tokenizer_config.json": JSON.stringify({ tokenizer_class: "GPT2Tokenizer", bos_token: "<|endoftext|>", eos_token: "<|endoftext|>", unk_token: "<|endoftext|>" }),
    }).map(([name, content]) => [name, Buffer.from(content)]),
  );
}

/** A configuration for texts in bytes. */
export function spokenConfiguration(family: "gpt2" | "t5"): Record<string, unknown> {
  const ids = { bos_token_id: 256, eos_token_id: 256, vocab_size: 257 };
  return family === "gpt2" ? { ...tinyConfigurations.gpt2, ...ids, n_positions: 2048 } : { ...tinyConfigurations["flan-t5"], ...ids, pad_token_id: 0, decoder_start_token_id: 0 };
}

/** A random model that reads and writes bytes. */
export async function spokenModel(family: "gpt2" | "t5", seed = 1): Promise<SpokenModel> {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-crispr-"));
  try {
    for (const [name, bytes] of byteTokenizerFiles()) writeFileSync(join(folder, name), bytes);
    return { model: tinyModel(spokenConfiguration(family), { seed }), tokenizer: await loadTokenizer(folder) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The same in a folder, as published. */
export async function writeSpokenModel(folder: string, family: "gpt2" | "t5", seed = 1): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const { model, tokenizer } = await spokenModel(family, seed);
  await saveLanguageModel({ folder, model, tokenizer, card: "# A model for tests\n" });
  return folder;
}
