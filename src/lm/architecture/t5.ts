import { activations } from "./activations.ts";
import type { Activation, Architecture, Attention, FeedForward, Layer, LinearSite, Norm, Stack } from "./description.ts";
import type { Settings } from "./settings.ts";
import { headTied, specialIds } from "./shared-settings.ts";

/** T5 (Raffel et al. 2020, arXiv 1910.10683), T5 v1.1, Flan-T5 and T0. */
export function t5(settings: Settings): Architecture {
  const width = settings.count("d_model");
  const heads = settings.count("num_heads");
  const headWidth = settings.count("d_kv");
  const inner = settings.count("d_ff");
  const layers = settings.layers("num_layers");
  const decoderLayers = settings.layers("num_decoder_layers", layers);
  const vocabulary = settings.count("vocab_size");
  const epsilon = settings.positive("layer_norm_epsilon", 1e-6);
  const buckets = settings.count("relative_attention_num_buckets", 32, 1_000_000);
  const maximumDistance = settings.count("relative_attention_max_distance", 128, 1_000_000);
  const { gated, activation } = feedForwardKind(settings);
  settings.only("is_encoder_decoder", true);
  settings.inert("dropout_rate", "classifier_dropout", "n_positions", "num_hidden_layers", "hidden_size", "num_attention_heads");
  const tied = headTied(settings, true);
  const shared = "shared.weight";

  const norm = (name: string): Norm => ({ kind: "rms", width, scale: `${name}.weight`, epsilon });
  const stack = (side: "encoder" | "decoder", count: number): Stack => {
    const layer = (index: number): Layer => {
      const at = `${side}.block.${index}.layer`;
      const linear = (site: string, name: string, inputs: number, outputs: number): LinearSite => ({
        site: `${side}.${index}.${site}`, inputs, outputs, weight: `${at}.${name}.weight`, layout: "outputs by inputs", start: 0, publishedOutputs: outputs,
      });
      const attention = (site: string, name: string): Attention => ({
        query: linear(`${site}.query`, `${name}.q`, width, heads * headWidth), key: linear(`${site}.key`, `${name}.k`, width, heads * headWidth),
        value: linear(`${site}.value`, `${name}.v`, width, heads * headWidth), output: linear(`${site}.output`, `${name}.o`, heads * headWidth, width),
        heads, keyValueHeads: heads, headWidth, scale: 1,
      });
      const last = side === "encoder" ? 1 : 2;
      const dense = `${last}.DenseReluDense`;
      const feedForward: FeedForward = {
        ...(gated ? { gate: linear("feedForward.gate", `${dense}.wi_0`, width, inner) } : {}),
        up: linear("feedForward.up", gated ? `${dense}.wi_1` : `${dense}.wi`, width, inner),
        down: linear("feedForward.down", `${dense}.wo`, inner, width),
        activation,
      };
      return {
        normPlacement: "before",
        selfAttentionNorm: norm(`${at}.0.layer_norm`),
        selfAttention: attention("selfAttention", "0.SelfAttention"),
        ...(side === "decoder" ? { crossAttentionNorm: norm(`${at}.1.layer_norm`), crossAttention: attention("crossAttention", "1.EncDecAttention") } : {}),
        feedForwardNorm: norm(`${at}.${last}.layer_norm`),
        feedForward,
      };
    };
    return {
      tokens: shared, embeddingWidth: width, width,
      position: { kind: "relative", table: `${side}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`, buckets, maximumDistance, heads, bothDirections: side === "encoder" },
      layers: Array.from({ length: count }, (_, index) => layer(index)),
      finalNorm: norm(`${side}.final_layer_norm`),
    };
  };
  return {
    family: "t5",
    encoder: stack("encoder", layers),
    decoder: stack("decoder", decoderLayers),
    vocabulary,
    head: { weight: tied ? shared : "lm_head.weight", scale: tied ? width ** -0.5 : 1 },
    special: specialIds(settings),
    files: {
      ignored: [/^decoder\.block\.0\.layer\.1\.EncDecAttention\.relative_attention_bias\.weight$/],
      duplicates: { "encoder.embed_tokens.weight": shared, "decoder.embed_tokens.weight": shared, ...(tied ? { "lm_head.weight": shared } : {}) },
    },
  };
}

/** `feed_forward_proj` names both; the settings that repeat it in newer files must agree. */
function feedForwardKind(settings: Settings): { gated: boolean; activation: Activation } {
  const name = settings.read("feed_forward_proj") ?? "relu";
  // In T5's own words "gated-gelu" is the tanh form.
  const kinds: Record<string, { gated: boolean; activation: Activation }> = { "gated-gelu": { gated: true, activation: "geluTanh" } };
  for (const [word, activation] of Object.entries(activations)) {
    kinds[word] ??= { gated: false, activation };
    kinds[`gated-${word}`] ??= { gated: true, activation };
  }
  const kind = typeof name === "string" && Object.hasOwn(kinds, name) ? kinds[name]! : undefined;
  if (kind === undefined) throw settings.wrong("feed_forward_proj", `one of ${Object.keys(kinds).join(", ")}`);
  settings.only("is_gated_act", kind.gated);
  const repeated = settings.choice("dense_act_fn", activations, Object.entries(activations).find(([, activation]) => activation === kind.activation)![0]);
  if (repeated !== kind.activation) throw settings.wrong("dense_act_fn", `what feed_forward_proj says, ${JSON.stringify(name)}`);
  return kind;
}
