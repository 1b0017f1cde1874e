import { activations } from "./activations.ts";
import type { Architecture, Layer, LinearSite, Norm } from "./description.ts";
import { rotaryFrequencies } from "./rotary-frequencies.ts";
import type { Settings } from "./settings.ts";
import { headTied, specialIds } from "./shared-settings.ts";

/** In what the descendants of Llama differ. */
export interface LlamaVariant {
  family: string;
  biases: { queryKeyValue: boolean; output: boolean; feedForward: boolean };
  headWidth: number;
  /** Root-mean-square norms per head on query and key (Qwen3). */
  headNorms?: boolean;
  /** How many positions layer `index` sees, the own one included. */
  window?: (index: number) => number | undefined;
  tiedByDefault: boolean;
}

/** Llama (Touvron et al. 2023, arXiv 2302.13971), OpenLLaMA, SmolLM and SmolLM2. */
export function llama(settings: Settings): Architecture {
  const attention = settings.flag("attention_bias", false);
  const feedForward = settings.flag("mlp_bias", false);
  settings.only("pretraining_tp", 1);
  settings.only("rope_interleaved", false);
  settings.inert("is_llama_config");
  return llamaLike(settings, { family: "llama", biases: { queryKeyValue: attention, output: attention, feedForward }, headWidth: defaultHeadWidth(settings), tiedByDefault: false });
}

/** Width of a head: its own setting, else the model's width by its heads. */
export function defaultHeadWidth(settings: Settings): number {
  const explicit = settings.optionalCount("head_dim", 65_536);
  const [width, heads] = [settings.count("hidden_size", undefined, 1_000_000), settings.count("num_attention_heads")];
  if (explicit === undefined && width % heads !== 0) throw settings.unsupported("num_attention_heads", `(${heads}) does not divide hidden_size (${width})`);
  return explicit ?? width / heads;
}

/** Llama and its descendants: root-mean-square norms, rotary positions, gated feed-forward, grouped heads. */
export function llamaLike(settings: Settings, { family, biases, headWidth, headNorms = false, window = () => undefined, tiedByDefault }: LlamaVariant): Architecture {
  const width = settings.count("hidden_size");
  const heads = settings.count("num_attention_heads");
  const keyValueHeads = settings.count("num_key_value_heads", heads);
  const inner = settings.count("intermediate_size");
  const vocabulary = settings.count("vocab_size");
  const epsilon = settings.positive("rms_norm_eps", 1e-6);
  const activation = settings.choice("hidden_act", activations, "silu");
  const context = settings.count("max_position_embeddings");
  if (heads % keyValueHeads !== 0) throw settings.unsupported("num_key_value_heads", `(${keyValueHeads}) does not divide num_attention_heads (${heads})`);
  settings.inert("attention_dropout", "hidden_dropout", "residual_dropout", "embd_pdrop");

  const norm = (name: string, features = width): Norm => ({ kind: "rms", width: features, scale: `${name}.weight`, epsilon });
  const layer = (index: number): Layer => {
    const at = `model.layers.${index}`;
    const linear = (site: string, name: string, inputs: number, outputs: number, biased: boolean): LinearSite => ({
      site: `decoder.${index}.${site}`, inputs, outputs, weight: `${at}.${name}.weight`, ...(biased ? { bias: `${at}.${name}.bias` } : {}), layout: "outputs by inputs", start: 0, publishedOutputs: outputs,
    });
    const seen = window(index);
    return {
      normPlacement: "before",
      selfAttentionNorm: norm(`${at}.input_layernorm`),
      selfAttention: {
        query: linear("selfAttention.query", "self_attn.q_proj", width, heads * headWidth, biases.queryKeyValue),
        key: linear("selfAttention.key", "self_attn.k_proj", width, keyValueHeads * headWidth, biases.queryKeyValue),
        value: linear("selfAttention.value", "self_attn.v_proj", width, keyValueHeads * headWidth, biases.queryKeyValue),
        output: linear("selfAttention.output", "self_attn.o_proj", heads * headWidth, width, biases.output),
        heads, keyValueHeads, headWidth, scale: 1 / Math.sqrt(headWidth),
        ...(headNorms ? { queryNorm: norm(`${at}.self_attn.q_norm`, headWidth), keyNorm: norm(`${at}.self_attn.k_norm`, headWidth) } : {}),
        ...(seen === undefined ? {} : { window: seen }),
      },
      feedForwardNorm: norm(`${at}.post_attention_layernorm`),
      feedForward: {
        gate: linear("feedForward.gate", "mlp.gate_proj", width, inner, biases.feedForward),
        up: linear("feedForward.up", "mlp.up_proj", width, inner, biases.feedForward),
        down: linear("feedForward.down", "mlp.down_proj", inner, width, biases.feedForward),
        activation,
      },
    };
  };
  const tokens = "model.embed_tokens.weight";
  const tied = headTied(settings, tiedByDefault);
  return {
    family,
    decoder: {
      tokens, embeddingWidth: width, width,
      position: { kind: "rotary", frequencies: rotaryFrequencies(settings, headWidth) },
      layers: Array.from({ length: settings.layers("num_hidden_layers") }, (_, index) => layer(index)),
      finalNorm: norm("model.norm"),
    },
    vocabulary,
    context,
    head: { weight: tied ? tokens : "lm_head.weight", scale: 1 },
    special: specialIds(settings),
    files: { optionalPrefix: "model.", ignored: [/rotary_emb\.inv_freq$/], duplicates: tied ? { "lm_head.weight": tokens } : {} },
  };
}
