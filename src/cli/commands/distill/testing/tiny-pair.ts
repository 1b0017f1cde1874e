import { join } from "node:path";
import { type LanguageModel, parametersOf, readArchitecture, saveLanguageModel } from "../../../../lm/index.ts";
import { tensorValue } from "../../../../graph/index.ts";
import { randomStream } from "../../../../stats/index.ts";

const configuration = { model_type: "gpt2", n_embd: 16, n_layer: 1, n_head: 2, n_positions: 96, activation_function: "gelu_new", layer_norm_epsilon: 1e-5, vocab_size: 257, bos_token_id: 256, eos_token_id: 256, tie_word_embeddings: true };

/** A random GPT-2 whose tokens are the 256 bytes and an end. */
export function tinyModel(seed: number, changes: Record<string, unknown> = {}): LanguageModel {
  const architecture = readArchitecture({ ...configuration, ...changes });
  const parameters = new Map(
    parametersOf(architecture).map(({ name, shape }) => {
      const random = randomStream(seed, name);
      const norm = shape.length === 1 && name.endsWith("weight");
      return [name, tensorValue("float32", shape, Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => (norm ? 1 : 0) + 0.2 * random.normal()))];
    }),
  );
  return { architecture, configuration: { ...configuration, ...changes }, generationConfiguration: {}, parameters };
}

/** Its tokenizer's files. Bytes that print are themselves, the others follow from U+0100 on (GPT-2's alphabet of bytes). */
export function byteTokenizerFiles(order: (ids: string[]) => string[] = (ids) => ids): Map<string, Uint8Array> {
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let others = 0;
  const alphabet = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + others++));
  return new Map(
    Object.entries({
      "vocab.json": JSON.stringify(Object.fromEntries([...order(alphabet), "<|endoftext|>"].map((letter, id) => [letter, id]))),
      "merges.txt": "#version: 0.2\n",
      "tokenizer_config.json": JSON.stringify({ tokenizer_class: "GPT2Tokenizer", bos_token: "<|endoftext|>", eos_token: "<|endoftext|>", unk_token: "<|endoftext|>" }),
    }).map(([name, content]) => [name, Buffer.from(content)]),
  );
}

/** Writes `teacher/` and `student/` into a folder. */
export async function writeTinyPair(folder: string): Promise<{ teacher: string; student: string }> {
  const [teacher, student] = [join(folder, "teacher"), join(folder, "student")];
  await saveLanguageModel({ folder: teacher, model: tinyModel(1, { n_layer: 2 }), tokenizer: { files: byteTokenizerFiles() }, card: "# A teacher for tests\n" });
  await saveLanguageModel({ folder: student, model: tinyModel(2), tokenizer: { files: byteTokenizerFiles() }, card: "# A student for tests\n" });
  return { teacher, student };
}
