import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCheckpoint } from "../../lm/index.ts";

/** Printable ASCII, one token a character, and the end of a text. */
const characters = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const end = characters.length;
const size = characters.length + 1;

/** What a planted model writes after a character: letters follow the alphabet to its end, anything else repeats itself for ever. */
export function continuation(prompt: string, maxTokens: number): { text: string; finish: "stop" | "length"; tokens: number } {
  let last = prompt.at(-1)!;
  let text = "";
  for (let token = 0; token < maxTokens; token += 1) {
    if (last === "z") return { text, finish: "stop", tokens: token + 1 };
    last = successor(last);
    text += last;
  }
  return { text, finish: "length", tokens: maxTokens };
}

const successor = (character: string): string => (/[a-y]/.test(character) ? String.fromCharCode(character.charCodeAt(0) + 1) : character);

/**
 * Writes a Llama whose every answer can be told from the last character of its prompt: embeddings are the unit vectors, attention and
 * feed-forward add nothing, and the head's row of each token points at the token that it follows.
 */
export async function writeAlphabetModel({ chatTemplate }: { chatTemplate?: string } = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "steadfast-alphabet-"));
  const zeros = (rows: number, columns: number): { shape: number[]; data: Float32Array } => ({ shape: [rows, columns], data: new Float32Array(rows * columns) });
  const embeddings = zeros(size, size);
  const head = zeros(size, size);
  for (let id = 0; id < size; id += 1) {
    embeddings.data[id * size + id] = 1;
    const next = id === end || characters[id] === "z" ? end : characters.indexOf(successor(characters[id]!));
    head.data[next * size + id] = 1;
  }
  const ones = { shape: [size], data: new Float32Array(size).fill(1) };
  const layer = "model.layers.0";
  await writeCheckpoint({
    folder,
    tensors: [
      { name: "model.embed_tokens.weight", ...embeddings },
      { name: `${layer}.input_layernorm.weight`, ...ones },
      ...["q_proj", "k_proj", "v_proj", "o_proj"].map((name) => ({ name: `${layer}.self_attn.${name}.weight`, ...zeros(size, size) })),
      { name: `${layer}.post_attention_layernorm.weight`, ...ones },
      ...["gate_proj", "up_proj"].map((name) => ({ name: `${layer}.mlp.${name}.weight`, ...zeros(4, size) })),
      { name: `${layer}.mlp.down_proj.weight`, ...zeros(size, 4) },
      { name: "model.norm.weight", ...ones },
      { name: "lm_head.weight", ...head },
    ],
  });
  const write = (name: string, content: unknown): Promise<void> => writeFile(join(folder, name), JSON.stringify(content));
  await write("config.json", {
    architectures: ["LlamaForCausalLM"],
    model_type: "llama",
    hidden_size: size,
    intermediate_size: 4,
    num_hidden_layers: 1,
    num_attention_heads: 2,
    num_key_value_heads: 2,
    vocab_size: size,
    max_position_embeddings: 4096,
    rms_norm_eps: 1e-6,
    rope_theta: 10_000,
    hidden_act: "silu",
    tie_word_embeddings: false,
    bos_token_id: null,
    eos_token_id: end,
  });
  await write("tokenizer.json", {
    version: "1.0",
    added_tokens: [{ id: end, content: "<end>", single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }],
    normalizer: null,
    pre_tokenizer: { type: "Split", pattern: { Regex: "" }, behavior: "Isolated", invert: false },
    post_processor: null,
    decoder: { type: "Fuse" },
    model: { type: "BPE", vocab: Object.fromEntries([...characters.map((character, id): [string, number] => [character, id]), ["<end>", end]]), merges: [], unk_token: null, byte_fallback: false, fuse_unk: false },
  });
  await write("tokenizer_config.json", { tokenizer_class: "PreTrainedTokenizerFast", eos_token: "<end>", ...(chatTemplate === undefined ? {} : { chat_template: chatTemplate }) });
  return folder;
}
