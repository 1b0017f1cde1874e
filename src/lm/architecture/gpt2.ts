import type { Architecture, Layer, LinearSite, Norm } from "./description.ts";
import { activations } from "./activations.ts";
import type { Settings } from "./settings.ts";
import { headTied, specialIds } from "./shared-settings.ts";

/** GPT-2 (Radford et al. 2019): matrices as [inputs, outputs], query, key and value in one. */
export function gpt2(settings: Settings): Architecture {
  const width = settings.count("n_embd");
  const heads = settings.count("n_head");
  const inner = settings.optionalCount("n_inner") ?? 4 * width;
  const positions = settings.count("n_positions");
  const vocabulary = settings.count("vocab_size");
  const epsilon = settings.positive("layer_norm_epsilon", 1e-5);
  const activation = settings.choice("activation_function", activations, "gelu_new");
  if (width % heads !== 0) throw settings.unsupported("n_head", `(${heads}) does not divide n_embd (${width})`);
  const byInverseLayer = settings.flag("scale_attn_by_inverse_layer_idx", false);
  const scaled = settings.flag("scale_attn_weights", true);
  settings.only("add_cross_attention", false);
  settings.inert("n_ctx", "n_special", "predict_special_tokens", "resid_pdrop", "embd_pdrop", "attn_pdrop", "summary_type", "summary_use_proj", "summary_activation", "summary_proj_to_labels", "summary_first_dropout", "reorder_and_upcast_attn");

  const norm = (name: string): Norm => ({ kind: "layer", width, scale: `${name}.weight`, bias: `${name}.bias`, epsilon });
  const layer = (index: number): Layer => {
    const at = `transformer.h.${index}`;
    const linear = (site: string, name: string, inputs: number, outputs: number, { start = 0, publishedOutputs = outputs } = {}): LinearSite => ({
      site: `decoder.${index}.${site}`, inputs, outputs, weight: `${at}.${name}.weight`, bias: `${at}.${name}.bias`, layout: "inputs by outputs", start, publishedOutputs,
    });
    const fused = (site: string, place: number) => linear(site, "attn.c_attn", width, width, { start: place * width, publishedOutputs: 3 * width });
    const headWidth = width / heads;
    return {
      normPlacement: "before",
      selfAttentionNorm: norm(`${at}.ln_1`),
      selfAttention: {
        query: fused("selfAttention.query", 0), key: fused("selfAttention.key", 1), value: fused("selfAttention.value", 2), output: linear("selfAttention.output", "attn.c_proj", width, width),
        heads, keyValueHeads: heads, headWidth, scale: (scaled ? 1 / Math.sqrt(headWidth) : 1) / (byInverseLayer ? index + 1 : 1),
      },
      feedForwardNorm: norm(`${at}.ln_2`),
      feedForward: { up: linear("feedForward.up", "mlp.c_fc", width, inner), down: linear("feedForward.down", "mlp.c_proj", inner, width), activation },
    };
  };
  const tokens = "transformer.wte.weight";
  const tied = headTied(settings, true);
  return {
    family: "gpt2",
    decoder: {
      tokens, embeddingWidth: width, width,
      position: { kind: "learned", table: "transformer.wpe.weight", count: positions, offset: 0 },
      layers: Array.from({ length: settings.layers("n_layer") }, (_, index) => layer(index)),
      finalNorm: norm("transformer.ln_f"),
    },
    vocabulary,
    context: positions,
    head: { weight: tied ? tokens : "lm_head.weight", scale: 1 },
    special: specialIds(settings),
    files: { optionalPrefix: "transformer.", ignored: [/\.attn\.(masked_)?bias$/], duplicates: tied ? { "lm_head.weight": tokens } : {} },
  };
}
