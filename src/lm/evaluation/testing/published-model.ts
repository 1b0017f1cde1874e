import { cpSync, existsSync } from "node:fs";
import { join } from "node:path";
import { randomParameters, writePlainCheckpoint } from "../../testing/plain/random-checkpoint.ts";

const shared = join(import.meta.dirname, "../../../../../shared/data");

/** Public instruction data beside the checkout; not part of the project. */
export const instructFolder: string = join(shared, "instruct");

const tokenizerFolder = join(shared, "tokenizers/gpt2");

/** Whether data and tokenizer are here; says so once where they are not. */
export const hasPublishedData: boolean = existsSync(instructFolder) && existsSync(tokenizerFolder);
if (!hasPublishedData) console.info(`Skipped: there is no public data in ${shared}.`);

/** Writes a tiny random GPT-2 with the vocabulary and the context of the real one, and its tokenizer. */
export function writePublishedModel(folder: string): void {
  const config = {
    model_type: "gpt2", n_embd: 16, n_layer: 1, n_head: 2, n_positions: 1024, n_inner: null, activation_function: "gelu_new",
    layer_norm_epsilon: 1e-5, vocab_size: 50_257, bos_token_id: 50_256, eos_token_id: 50_256, tie_word_embeddings: true,
  };
  writePlainCheckpoint(folder, config, randomParameters(config, 1));
  cpSync(tokenizerFolder, folder, { recursive: true });
}
