/** A tiny model of a published family, with what its name says. */
export interface PlainConfiguration {
  name: string;
  config: Record<string, unknown>;
}

const gpt2 = {
  model_type: "gpt2", n_embd: 16, n_layer: 2, n_head: 4, n_positions: 32, n_inner: null, activation_function: "gelu_new",
  layer_norm_epsilon: 1e-5, vocab_size: 50, bos_token_id: 49, eos_token_id: 49, tie_word_embeddings: true,
};

const opt = {
  model_type: "opt", hidden_size: 16, ffn_dim: 40, num_hidden_layers: 2, num_attention_heads: 4, max_position_embeddings: 32,
  word_embed_proj_dim: 16, do_layer_norm_before: true, activation_function: "relu", enable_bias: true,
  layer_norm_elementwise_affine: true, _remove_final_layer_norm: false, vocab_size: 50, pad_token_id: 1, bos_token_id: 2,
  eos_token_id: 2, tie_word_embeddings: true,
};

const llama = {
  model_type: "llama", hidden_size: 32, intermediate_size: 44, num_hidden_layers: 2, num_attention_heads: 4,
  num_key_value_heads: 2, max_position_embeddings: 64, rms_norm_eps: 1e-6, rope_theta: 10_000, hidden_act: "silu",
  vocab_size: 50, bos_token_id: 1, eos_token_id: 2, tie_word_embeddings: false, attention_bias: false, mlp_bias: false,
};

const mistral = {
  model_type: "mistral", hidden_size: 32, intermediate_size: 44, num_hidden_layers: 2, num_attention_heads: 4,
  num_key_value_heads: 2, max_position_embeddings: 64, rms_norm_eps: 1e-5, rope_theta: 10_000, sliding_window: 4,
  hidden_act: "silu", vocab_size: 50, bos_token_id: 1, eos_token_id: 2, tie_word_embeddings: false,
};

const qwen = {
  hidden_size: 32, intermediate_size: 44, num_hidden_layers: 2, num_attention_heads: 4, num_key_value_heads: 2,
  max_position_embeddings: 64, rms_norm_eps: 1e-6, rope_theta: 1_000_000, use_sliding_window: false, hidden_act: "silu",
  vocab_size: 50, bos_token_id: 49, eos_token_id: 49, tie_word_embeddings: true,
};

const t5 = {
  model_type: "t5", is_encoder_decoder: true, d_model: 16, d_kv: 4, d_ff: 40, num_layers: 2, num_decoder_layers: 2,
  num_heads: 4, relative_attention_num_buckets: 32, relative_attention_max_distance: 128, feed_forward_proj: "relu",
  layer_norm_epsilon: 1e-6, vocab_size: 50, pad_token_id: 0, eos_token_id: 1, decoder_start_token_id: 0,
  tie_word_embeddings: true,
};

/** Between them they cover what the families' configurations can change. No row may be longer than 32. */
export const plainConfigurations: readonly PlainConfiguration[] = [
  { name: "gpt2", config: gpt2 },
  { name: "gpt2 with n_inner of its own", config: { ...gpt2, n_inner: 24 } },
  { name: "opt", config: opt },
  { name: "opt with norms after the blocks and a narrow embedding", config: { ...opt, do_layer_norm_before: false, word_embed_proj_dim: 12 } },
  { name: "llama", config: llama },
  { name: "llama tied, with all biases and a key head for each head", config: { ...llama, num_key_value_heads: 4, tie_word_embeddings: true, attention_bias: true, mlp_bias: true } },
  { name: "llama with linear rope_scaling", config: { ...llama, rope_scaling: { type: "linear", factor: 2.5 } } },
  // Wavelengths 6.3, 62.8, 628 and 6283 of heads of width 8: one kept, one mixed (32…128), two slowed.
  { name: "llama with llama3 rope_scaling", config: { ...llama, rope_scaling: { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 128 } } },
  { name: "mistral with a window of 4", config: mistral },
  { name: "mistral without a window, with head_dim of its own", config: { ...mistral, sliding_window: null, head_dim: 12 } },
  { name: "qwen2", config: { ...qwen, model_type: "qwen2" } },
  { name: "qwen3 with head_dim of its own", config: { ...qwen, model_type: "qwen3", head_dim: 12, attention_bias: false } },
  { name: "t5", config: t5 },
  { name: "t5 gated and untied", config: { ...t5, feed_forward_proj: "gated-gelu", tie_word_embeddings: false } },
  // Distances up to 31 reach every bucket, the last one too.
  { name: "t5 with narrow heads, stacks of different lengths and few buckets", config: { ...t5, d_kv: 6, num_heads: 3, num_layers: 1, num_decoder_layers: 3, relative_attention_num_buckets: 8, relative_attention_max_distance: 20 } },
];
