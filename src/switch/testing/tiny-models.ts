import { type TensorValue, tensorValue } from "../../graph/index.ts";
import { type LanguageModel, parametersOf, readArchitecture } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";

/** The families of tiny models. */
export type TinyFamily = "gpt2" | "opt" | "llama";

const shared = { vocab_size: 40, bos_token_id: 39, eos_token_id: 39 };

/** Tiny models of three families, all of 40 tokens, 39 the end. */
export const tinyConfigurations: Readonly<Record<TinyFamily, Record<string, unknown>>> = {
  gpt2: { ...shared, model_type: "gpt2", n_embd: 16, n_layer: 2, n_head: 2, n_positions: 64, activation_function: "gelu_new", layer_norm_epsilon: 1e-5, tie_word_embeddings: true },
  opt: {
    ...shared, model_type: "opt", hidden_size: 16, ffn_dim: 32, num_hidden_layers: 1, num_attention_heads: 2, max_position_embeddings: 64, word_embed_proj_dim: 16,
    do_layer_norm_before: true, activation_function: "relu", enable_bias: true, layer_norm_elementwise_affine: true, _remove_final_layer_norm: false, pad_token_id: 1, tie_word_embeddings: true,
  },
  llama: {
    ...shared, model_type: "llama", hidden_size: 16, intermediate_size: 24, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, max_position_embeddings: 64,
    rms_norm_eps: 1e-6, rope_theta: 10_000, hidden_act: "silu", tie_word_embeddings: false, attention_bias: false, mlp_bias: false,
  },
};

/** The end token of tiny models. */
export const tinyEnd = 39;

/** @see tinyModel */
export interface TinyModelOptions {
  readonly seed: number;
  /** How sure of its next token the model is. By default 1. */
  readonly sharpness?: number;
  /** Another model of the family, which this one is a neighbour of. */
  readonly near?: { readonly model: LanguageModel; readonly distance: number };
}

/** A random model, or one near another. */
export function tinyModel(configuration: Record<string, unknown>, { seed, sharpness = 1, near }: TinyModelOptions): LanguageModel {
  const architecture = readArchitecture(configuration);
  const parameters = new Map(
    parametersOf(architecture).map(({ name, shape }): [string, TensorValue] => {
      const random = randomStream(seed, name);
      const count = shape.reduce((product, length) => product * length, 1);
      const isNorm = shape.length === 1 && name.endsWith("weight");
      const base = near?.model.parameters.get(name)?.data;
      const data = Float32Array.from({ length: count }, (_, index) => {
        const noise = (shape.length === 1 ? 0.1 : 0.35) * random.normal();
        return base === undefined ? (isNorm ? sharpness : 0) + noise : Number(base[index]) + near!.distance * noise;
      });
      return [name, tensorValue("float32", shape, data)];
    }),
  );
  return { architecture, configuration, generationConfiguration: {}, parameters };
}
