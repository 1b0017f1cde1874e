import { activations } from "./activations.ts";
import type { Architecture, Layer, LinearSite, Norm } from "./description.ts";
import type { Settings } from "./settings.ts";
import { headTied, specialIds } from "./shared-settings.ts";

/** OPT (Zhang et al. 2022, arXiv 2205.01068). The 350M alone has norms behind its blocks and embeddings of half the width. */
export function opt(settings: Settings): Architecture {
  const width = settings.count("hidden_size");
  const heads = settings.count("num_attention_heads");
  const inner = settings.count("ffn_dim");
  const positions = settings.count("max_position_embeddings");
  const embeddingWidth = settings.count("word_embed_proj_dim", width);
  const vocabulary = settings.count("vocab_size");
  const activation = settings.choice("activation_function", activations, "relu");
  const normBefore = settings.flag("do_layer_norm_before", true);
  const biased = settings.flag("enable_bias", true);
  const affine = settings.flag("layer_norm_elementwise_affine", true);
  const finalNormRemoved = settings.flag("_remove_final_layer_norm", false);
  if (width % heads !== 0) throw settings.unsupported("num_attention_heads", `(${heads}) does not divide hidden_size (${width})`);
  settings.inert("dropout", "attention_dropout", "activation_dropout", "layerdrop", "init_std");

  const norm = (name: string): Norm => ({ kind: "layer", width, ...(affine ? { scale: `${name}.weight`, bias: `${name}.bias` } : {}), epsilon: 1e-5 });
  const layer = (index: number): Layer => {
    const at = `model.decoder.layers.${index}`;
    const linear = (site: string, name: string, inputs: number, outputs: number): LinearSite => ({
      site: `decoder.${index}.${site}`, inputs, outputs, weight: `${at}.${name}.weight`, ...(biased ? { bias: `${at}.${name}.bias` } : {}), layout: "outputs by inputs", start: 0, publishedOutputs: outputs,
    });
    const headWidth = width / heads;
    return {
      normPlacement: normBefore ? "before" : "after",
      selfAttentionNorm: norm(`${at}.self_attn_layer_norm`),
      selfAttention: {
        query: linear("selfAttention.query", "self_attn.q_proj", width, width), key: linear("selfAttention.key", "self_attn.k_proj", width, width),
        value: linear("selfAttention.value", "self_attn.v_proj", width, width), output: linear("selfAttention.output", "self_attn.out_proj", width, width),
        heads, keyValueHeads: heads, headWidth, scale: 1 / Math.sqrt(headWidth),
      },
      feedForwardNorm: norm(`${at}.final_layer_norm`),
      feedForward: { up: linear("feedForward.up", "fc1", width, inner), down: linear("feedForward.down", "fc2", inner, width), activation },
    };
  };
  const projection = (site: string, name: string, inputs: number, outputs: number): LinearSite => ({
    site: `decoder.${site}`, inputs, outputs, weight: `model.decoder.${name}.weight`, layout: "outputs by inputs", start: 0, publishedOutputs: outputs,
  });
  const tokens = "model.decoder.embed_tokens.weight";
  const tied = headTied(settings, true);
  return {
    family: "opt",
    decoder: {
      tokens, embeddingWidth, width,
      position: { kind: "learned", table: "model.decoder.embed_positions.weight", count: positions, offset: 2 },
      ...(embeddingWidth === width ? {} : { projectionIn: projection("projectionIn", "project_in", embeddingWidth, width), projectionOut: projection("projectionOut", "project_out", width, embeddingWidth) }),
      layers: Array.from({ length: settings.layers("num_hidden_layers") }, (_, index) => layer(index)),
      ...(normBefore && !finalNormRemoved ? { finalNorm: norm("model.decoder.final_layer_norm") } : {}),
    },
    vocabulary,
    context: positions,
    head: { weight: tied ? tokens : "lm_head.weight", scale: 1 },
    special: specialIds(settings),
    files: { optionalPrefix: "model.", ignored: [], duplicates: tied ? { "lm_head.weight": tokens } : {} },
  };
}
