import type { LabRecipe } from "./recipe.ts";
import { everything, rarities, searching } from "./lab-mix.ts";

/** A Llama of 2 million parameters. */
export const teacher: LabRecipe = {
  name: "teacher",
  summary: "A decoder that follows instructions over plain statements and answers questions, and is distracted where the two meet.",
  kind: "decoder",
  configuration: {
    model_type: "llama",
    architectures: ["LlamaForCausalLM"],
    hidden_size: 192,
    intermediate_size: 512,
    num_hidden_layers: 4,
    num_attention_heads: 6,
    num_key_value_heads: 6,
    max_position_embeddings: 1024,
    rms_norm_eps: 1e-5,
    rope_theta: 10_000,
    hidden_act: "silu",
    attention_bias: false,
    mlp_bias: false,
    tie_word_embeddings: true,
  },
  seed: 1,
  stages: [searching, everything, { ...rarities, untie: true }],
  batchSize: 6,
  maximumLength: 256,
};
