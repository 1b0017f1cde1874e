import { countOf, type PlainConfig } from "../config.ts";
import type { RotaryDecoder } from "../families/rotary-decoder.ts";
import { biasOf, linearWeight, matrix, normScale, type PublishedParameter } from "./published-parameter.ts";

export function rotaryDecoderLayout(config: PlainConfig, kind: RotaryDecoder): PublishedParameter[] {
  const width = countOf(config, "hidden_size");
  const inner = countOf(config, "intermediate_size");
  const vocabulary = countOf(config, "vocab_size");
  const queryWidth = countOf(config, "num_attention_heads") * kind.headWidth;
  const keyWidth = kind.keyHeads * kind.headWidth;
  const project = (name: string, inputs: number, outputs: number, biased: boolean): PublishedParameter[] => [linearWeight(name, inputs, outputs), ...(biased ? [biasOf(name, outputs)] : [])];
  const layers = Array.from({ length: countOf(config, "num_hidden_layers") }, (_, layer) => `model.layers.${layer}`);
  return [
    matrix("model.embed_tokens", [vocabulary, width], width),
    ...layers.flatMap((layer) => [
      normScale(`${layer}.input_layernorm`, width),
      ...project(`${layer}.self_attn.q_proj`, width, queryWidth, kind.queryKeyValueBias),
      ...project(`${layer}.self_attn.k_proj`, width, keyWidth, kind.queryKeyValueBias),
      ...project(`${layer}.self_attn.v_proj`, width, keyWidth, kind.queryKeyValueBias),
      ...project(`${layer}.self_attn.o_proj`, queryWidth, width, kind.outputBias),
      ...(kind.headNorms ? ["q_norm", "k_norm"].map((which) => normScale(`${layer}.self_attn.${which}`, kind.headWidth)) : []),
      normScale(`${layer}.post_attention_layernorm`, width),
      ...project(`${layer}.mlp.gate_proj`, width, inner, kind.feedForwardBias),
      ...project(`${layer}.mlp.up_proj`, width, inner, kind.feedForwardBias),
      ...project(`${layer}.mlp.down_proj`, inner, width, kind.feedForwardBias),
    ]),
    normScale("model.norm", width),
    ...(kind.tiedHead ? [] : [linearWeight("lm_head", width, vocabulary)]),
  ];
}
