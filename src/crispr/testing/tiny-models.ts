import { tensorValue } from "../../graph/index.ts";
import { type LanguageModel, parametersOf, readArchitecture } from "../../lm/index.ts";
import { randomStream } from "../../stats/index.ts";

const llama = { model_type: "llama", hidden_size: 16, intermediate_size: 20, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, max_position_embeddings: 64, rms_norm_eps: 1e-6, rope_theta: 10_000, hidden_act: "silu", vocab_size: 40, bos_token_id: 1, eos_token_id: 2, tie_word_embeddings: false };
const qwen = { hidden_size: 16, intermediate_size: 20, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2, max_position_embeddings: 64, rms_norm_eps: 1e-6, rope_theta: 1_000_000, use_sliding_window: false, hidden_act: "silu", vocab_size: 40, bos_token_id: 39, eos_token_id: 39, tie_word_embeddings: true };
const opt = { model_type: "opt", hidden_size: 16, ffn_dim: 24, num_hidden_layers: 2, num_attention_heads: 2, max_position_embeddings: 32, do_layer_norm_before: true, word_embed_proj_dim: 16, activation_function: "relu", vocab_size: 40, bos_token_id: 2, eos_token_id: 2, pad_token_id: 1, tie_word_embeddings: true };
const t5 = { model_type: "t5", is_encoder_decoder: true, d_model: 12, d_kv: 4, d_ff: 20, num_layers: 2, num_decoder_layers: 2, num_heads: 2, relative_attention_num_buckets: 8, relative_attention_max_distance: 20, feed_forward_proj: "relu", layer_norm_epsilon: 1e-6, vocab_size: 40, pad_token_id: 0, eos_token_id: 1, decoder_start_token_id: 0, tie_word_embeddings: true };

/** A configuration of each family, and of what differs within one: fused matrices, projections, windows, grouped heads, gates. */
export const tinyConfigurations: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  gpt2: { model_type: "gpt2", n_embd: 12, n_layer: 2, n_head: 2, n_positions: 48, n_inner: 20, activation_function: "gelu_new", layer_norm_epsilon: 1e-5, vocab_size: 40, bos_token_id: 39, eos_token_id: 39, tie_word_embeddings: true },
  opt,
  "opt with projections, norms after": { ...opt, do_layer_norm_before: false, word_embed_proj_dim: 8 },
  llama,
  mistral: { ...llama, model_type: "mistral", sliding_window: 3 },
  qwen2: { ...qwen, model_type: "qwen2" },
  qwen3: { ...qwen, model_type: "qwen3", head_dim: 6, attention_bias: false },
  t5,
  "flan-t5": { ...t5, feed_forward_proj: "gated-gelu", tie_word_embeddings: false, num_decoder_layers: 1 },
};

/** A random model of a configuration, spread widely enough that its probabilities differ. */
export function tinyModel(configuration: Readonly<Record<string, unknown>>, { seed = 1, spread = 0.4 }: { seed?: number; spread?: number } = {}): LanguageModel {
  const architecture = readArchitecture(configuration);
  const parameters = new Map(
    parametersOf(architecture).map(({ name, shape }) => {
      const random = randomStream(seed, name);
      const isNorm = shape.length === 1 && name.endsWith("weight");
      return [name, tensorValue("float32", shape, Float32Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => (isNorm ? 1 : 0) + spread * random.normal()))] as const;
    }),
  );
  return { architecture, configuration, generationConfiguration: {}, parameters: new Map(parameters) };
}
