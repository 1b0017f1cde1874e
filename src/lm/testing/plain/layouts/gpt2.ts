import { countOf, flagOf, type PlainConfig } from "../config.ts";
import { biasOf, linearWeight, matrix, normScale, type PublishedParameter } from "./published-parameter.ts";

export function gpt2Layout(config: PlainConfig): PublishedParameter[] {
  const width = countOf(config, "n_embd");
  const inner = countOf(config, "n_inner", 4 * width);
  const vocabulary = countOf(config, "vocab_size");
  const norm = (name: string): PublishedParameter[] => [normScale(name, width), biasOf(name, width)];
  const storedInOut = (name: string, inputs: number, outputs: number): PublishedParameter[] => [matrix(name, [inputs, outputs], inputs), biasOf(name, outputs)];
  const layers = Array.from({ length: countOf(config, "n_layer") }, (_, layer) => `transformer.h.${layer}`);
  return [
    matrix("transformer.wte", [vocabulary, width], width),
    matrix("transformer.wpe", [countOf(config, "n_positions"), width], width),
    ...layers.flatMap((layer) => [
      ...norm(`${layer}.ln_1`),
      ...storedInOut(`${layer}.attn.c_attn`, width, 3 * width),
      ...storedInOut(`${layer}.attn.c_proj`, width, width),
      ...norm(`${layer}.ln_2`),
      ...storedInOut(`${layer}.mlp.c_fc`, width, inner),
      ...storedInOut(`${layer}.mlp.c_proj`, inner, width),
    ]),
    ...norm("transformer.ln_f"),
    ...(flagOf(config, "tie_word_embeddings", true) ? [] : [linearWeight("lm_head", width, vocabulary)]),
  ];
}
