import { countOf, flagOf, type PlainConfig, share } from "../config.ts";
import type { RotaryDecoder } from "./rotary-decoder.ts";

/** Llama, OpenLLaMA, SmolLM: `attention_bias` is for q, k, v and the output alike. */
export function llama(config: PlainConfig): RotaryDecoder {
  const heads = countOf(config, "num_attention_heads");
  const attentionBias = flagOf(config, "attention_bias", false);
  return {
    keyHeads: countOf(config, "num_key_value_heads", heads),
    headWidth: typeof config.head_dim === "number" ? countOf(config, "head_dim") : share(countOf(config, "hidden_size"), heads, "hidden_size among num_attention_heads"),
    queryKeyValueBias: attentionBias,
    outputBias: attentionBias,
    feedForwardBias: flagOf(config, "mlp_bias", false),
    headNorms: false,
    window: null,
    tiedHead: flagOf(config, "tie_word_embeddings", false),
  };
}
