import { parametersOf, readArchitecture, saveLanguageModel } from "../../../../lm/index.ts";
import { tensorValue } from "../../../../graph/index.ts";
import { randomStream } from "../../../../stats/index.ts";

const configuration = { model_type: "gpt2", n_embd: 16, n_layer: 1, n_head: 2, n_positions: 64, activation_function: "gelu_new", layer_norm_epsilon: 1e-5, vocab_size: 257, bos_token_id: 256, eos_token_id: 256, tie_word_embeddings: true };

/** Writes a random GPT-2 whose tokens are the 256 bytes and an end. */
export async function writeTinyDecoder(folder: string, { positions = configuration.n_positions }: { positions?: number } = {}): Promise<void> {
  const own = { ...configuration, n_positions: positions };
  const architecture = readArchitecture(own);
  const parameters = new Map(
    parametersOf(architecture).map(({ name, shape }) => {
      const random = randomStream(1, name);
      const norm = shape.length === 1 && name.endsWith("weight");
      return [name, tensorValue("float32", shape, Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => (norm ? 1 : 0) + 0.2 * random.normal()))];
    }),
  );
  // The bytes that print are themselves, the others follow from U+0100 on (GPT-2's alphabet of bytes).
  const printable = (byte: number): boolean => (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let others = 0;
  const alphabet = Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : 256 + others++));
  const files = new Map(
    Object.entries({
      "vocab.json": JSON.stringify(Object.fromEntries([...alphabet, "<|endoftext|>"].map((letter, id) => [letter, id]))),
      "merges.txt": "#version: 0.2\n",
      "tokenizer_config.json": JSON.stringify({ tokenizer_class: "GPT2Tokenizer", bos_token: "<|endoftext|>", eos_token: "<|endoftext|>", unk_token: "<|endoftext|>" }),
    }).map(([name, content]) => [name, Buffer.from(content)]),
  );
  await saveLanguageModel({ folder, model: { architecture, configuration: own, generationConfiguration: {}, parameters }, tokenizer: { files }, card: "# A model for tests\n" });
}
