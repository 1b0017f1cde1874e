import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { randomParameters, writePlainCheckpoint } from "../../testing/plain/random-checkpoint.ts";

/** A GPT-2 of 257 tokens, one for each byte and one for the end. */
export const tinyConfiguration = {
  model_type: "gpt2", n_embd: 32, n_layer: 2, n_head: 4, n_positions: 96, n_inner: null, activation_function: "gelu_new",
  layer_norm_epsilon: 1e-5, vocab_size: 257, bos_token_id: 256, eos_token_id: 256, tie_word_embeddings: true,
};

/** A T5 of the same tokens; 256 begins and ends. */
export const tinyEncoderDecoder = {
  model_type: "t5", is_encoder_decoder: true, d_model: 32, d_kv: 8, d_ff: 64, num_layers: 2, num_decoder_layers: 2, num_heads: 4,
  relative_attention_num_buckets: 8, relative_attention_max_distance: 32, feed_forward_proj: "relu", layer_norm_epsilon: 1e-6,
  vocab_size: 257, pad_token_id: 256, eos_token_id: 256, decoder_start_token_id: 256, tie_word_embeddings: true,
};

/** Writes a random model with a tokenizer of single bytes. */
export function writeTinyModel(folder: string, config: Record<string, unknown> = tinyConfiguration): void {
  writePlainCheckpoint(folder, config, randomParameters(config, 7));
  // The bytes that print are themselves, the others follow from U+0100 on (GPT-2's alphabet of bytes).
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let others = 0;
  const alphabet = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + others++));
  const vocabulary = Object.fromEntries([...alphabet, "<|endoftext|>"].map((letter, id) => [letter, id]));
  writeFileSync(join(folder, "vocab.json"), JSON.stringify(vocabulary));
  writeFileSync(join(folder, "merges.txt"), "#version: 0.2\n");
  writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify({ tokenizer_class: "GPT2Tokenizer", bos_token: "<|endoftext|>", eos_token: "<|endoftext|>", unk_token: "<|endoftext|>", model_max_length: 96 }));
}

/** Instruction data that a tiny model can learn: `{"instruction": …, "output": …}` for each pair. */
export function jsonLines(pairs: readonly (readonly [instruction: string, output: string])[]): string {
  return pairs.map(([instruction, output]) => `${JSON.stringify({ instruction, output })}\n`).join("");
}

/** Questions with one answer each. */
export const questions: readonly (readonly [string, string])[] = [
  ["Sky?", "blue"], ["Grass?", "green"], ["Snow?", "white"], ["Coal?", "black"], ["Blood?", "red"], ["Sun?", "yellow"], ["Plum?", "violet"], ["Fox?", "brown"],
];

/** A folder for a test file, with a function that names paths in it. */
export function scratchFolder(): (name: string) => string {
  const folder = mkdtempSync(join(tmpdir(), "steadfast-training-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name) => join(folder, name);
}
