import { tensorValue } from "../../src/graph/index.ts";
import { type LanguageModel, parametersOf, readArchitecture } from "../../src/lm/index.ts";

/** The two shapes that are measured. */
export const shapes = {
  gpt2: { model_type: "gpt2", n_embd: 768, n_head: 12, n_layer: 12, n_positions: 1024, vocab_size: 50257, bos_token_id: 50256, eos_token_id: 50256 },
  t5: { model_type: "t5", is_encoder_decoder: true, d_model: 768, d_kv: 64, d_ff: 3072, num_layers: 12, num_decoder_layers: 12, num_heads: 12, relative_attention_num_buckets: 32, relative_attention_max_distance: 128, feed_forward_proj: "relu", layer_norm_epsilon: 1e-6, vocab_size: 32128, pad_token_id: 0, eos_token_id: 1, decoder_start_token_id: 0 },
} as const;

export type ShapeName = keyof typeof shapes;

/** A model of a shape with random weights, in memory. */
export function randomModel(name: ShapeName): LanguageModel {
  const configuration: Record<string, unknown> = shapes[name];
  const architecture = readArchitecture(configuration);
  let state = 1;
  const parameters = parametersOf(architecture).map(({ name: parameter, shape }) => {
    const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
    for (let index = 0; index < data.length; index += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      data[index] = (state / 2 ** 32 - 0.5) * 0.07;
    }
    return [parameter, tensorValue("float32", shape, data)] as const;
  });
  return { architecture, configuration, generationConfiguration: {}, parameters: new Map(parameters) };
}

/** Prompts of about 100 tokens, three options of two tokens each. */
export function prompts(count: number): { ids: number[]; labels: number[][]; gold: number }[] {
  return Array.from({ length: count }, (_, prompt) => ({
    ids: Array.from({ length: 92 + ((prompt * 5) % 17) }, (__, place) => 5 + ((prompt * 7919 + place * 104_729) % 30_000)),
    labels: [0, 1, 2].map((option) => [100 + option, 200 + ((prompt + option) % 50)]),
    gold: prompt % 3,
  }));
}

/** Multiplications and additions of one prompt at the least: the forward pass once, two backward passes with respect to activations, head and attention scores aside. */
export function leastWork(name: ShapeName, tokens: number): number {
  const body = name === "gpt2" ? 12 * 12 * 768 * 768 : 12 * (4 + 8) * 768 * 768;
  // T5's decoder reads a few tokens; its cross-attention reads all of the encoder's.
  const cross = name === "gpt2" ? 0 : 12 * 2 * 768 * 768;
  return 3 * 2 * tokens * (body + cross);
}
