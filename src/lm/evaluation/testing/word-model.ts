import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomParameters, writePlainCheckpoint } from "../../testing/plain/random-checkpoint.ts";

/** Words of at most three letters, which ROUGE takes as they are, without stems. */
export const words: readonly string[] =
  "the cat sat on a mat dog ran to big red hat in and out of box sun sea sky can see few old new day cup tea let get put hot ice joy key lip map net owl pen rat toy van win yes zip too".split(" ");

/** Ids: 0 padding, 1 the end, 2 unknown, then the words. */
const vocabulary: readonly string[] = ["<pad>", "</s>", "<unk>", ...words.map((word) => `▁${word}`)];

/** The two kinds of model. */
export type WordModelKind = "decoder" | "encoder–decoder";

const configurations: Readonly<Record<WordModelKind, Record<string, unknown>>> = {
  decoder: {
    model_type: "gpt2", n_embd: 16, n_layer: 2, n_head: 4, n_positions: 96, n_inner: null, activation_function: "gelu_new",
    layer_norm_epsilon: 1e-5, vocab_size: vocabulary.length, bos_token_id: 1, eos_token_id: 1, tie_word_embeddings: true,
  },
  "encoder–decoder": {
    model_type: "t5", is_encoder_decoder: true, d_model: 16, d_kv: 4, d_ff: 40, num_layers: 2, num_decoder_layers: 2,
    num_heads: 4, relative_attention_num_buckets: 32, relative_attention_max_distance: 128, feed_forward_proj: "relu",
    layer_norm_epsilon: 1e-6, vocab_size: vocabulary.length, pad_token_id: 0, eos_token_id: 1, decoder_start_token_id: 0,
    tie_word_embeddings: true,
  },
};

/** Writes a random model that speaks in short words: published files, a tokenizer of one token a word. An encoder–decoder's texts end with `</s>`. */
export function writeWordModel(folder: string, kind: WordModelKind, seed = 1): void {
  const config = configurations[kind];
  writePlainCheckpoint(folder, config, randomParameters(config, seed));
  const special = vocabulary.slice(0, 3).map((content, id) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }));
  const space = { type: "Metaspace", replacement: "▁", prepend_scheme: "always", split: true };
  const end = { type: "TemplateProcessing", single: [{ Sequence: { id: "A", type_id: 0 } }, { SpecialToken: { id: "</s>", type_id: 0 } }], pair: [], special_tokens: { "</s>": { id: "</s>", ids: [1], tokens: ["</s>"] } } };
  const tokenizer = {
    version: "1.0",
    added_tokens: special,
    normalizer: null,
    pre_tokenizer: space,
    post_processor: kind === "decoder" ? null : end,
    decoder: space,
    model: { type: "Unigram", unk_id: 2, vocab: vocabulary.map((piece, id) => [piece, id < 3 ? 0 : -5]) },
  };
  writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(tokenizer));
  writeFileSync(join(folder, "tokenizer_config.json"), JSON.stringify({ eos_token: "</s>", pad_token: "<pad>", unk_token: "<unk>" }));
}
