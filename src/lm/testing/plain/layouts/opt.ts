import { countOf, flagOf, type PlainConfig } from "../config.ts";
import { biasOf, linearWeight, matrix, normScale, type PublishedParameter } from "./published-parameter.ts";

export function optLayout(config: PlainConfig): PublishedParameter[] {
  const width = countOf(config, "hidden_size");
  const narrow = countOf(config, "word_embed_proj_dim", width);
  const inner = countOf(config, "ffn_dim");
  const vocabulary = countOf(config, "vocab_size");
  const affine = flagOf(config, "layer_norm_elementwise_affine", true);
  const biased = flagOf(config, "enable_bias", true);
  const norm = (name: string): PublishedParameter[] => (affine ? [normScale(name, width), biasOf(name, width)] : []);
  const project = (name: string, inputs: number, outputs: number): PublishedParameter[] => [linearWeight(name, inputs, outputs), ...(biased ? [biasOf(name, outputs)] : [])];
  const layers = Array.from({ length: countOf(config, "num_hidden_layers") }, (_, layer) => `model.decoder.layers.${layer}`);
  const lastNorm = flagOf(config, "do_layer_norm_before", true) && !flagOf(config, "_remove_final_layer_norm", false);
  return [
    matrix("model.decoder.embed_tokens", [vocabulary, narrow], narrow),
    // Two rows more than positions, for they start at 2.
    matrix("model.decoder.embed_positions", [countOf(config, "max_position_embeddings") + 2, width], width),
    ...(narrow === width ? [] : [linearWeight("model.decoder.project_in", narrow, width), linearWeight("model.decoder.project_out", width, narrow)]),
    ...layers.flatMap((layer) => [
      ...["q_proj", "k_proj", "v_proj", "out_proj"].flatMap((which) => project(`${layer}.self_attn.${which}`, width, width)),
      ...norm(`${layer}.self_attn_layer_norm`),
      ...project(`${layer}.fc1`, width, inner),
      ...project(`${layer}.fc2`, inner, width),
      ...norm(`${layer}.final_layer_norm`),
    ]),
    ...(lastNorm ? norm("model.decoder.final_layer_norm") : []),
    ...(flagOf(config, "tie_word_embeddings", true) ? [] : [linearWeight("lm_head", narrow, vocabulary)]),
  ];
}
