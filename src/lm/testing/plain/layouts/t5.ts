import { countOf, flagOf, type PlainConfig, textOf } from "../config.ts";
import { linearWeight, matrix, normScale, type PublishedParameter } from "./published-parameter.ts";

export function t5Layout(config: PlainConfig): PublishedParameter[] {
  const width = countOf(config, "d_model");
  const inner = countOf(config, "d_ff");
  const heads = countOf(config, "num_heads");
  const headWidth = countOf(config, "d_kv");
  const vocabulary = countOf(config, "vocab_size");
  const buckets = countOf(config, "relative_attention_num_buckets", 32);
  const layers = countOf(config, "num_layers");
  const goingUp = textOf(config, "feed_forward_proj", "relu").startsWith("gated-") ? ["wi_0", "wi_1"] : ["wi"];

  const attention = (name: string): PublishedParameter[] => [
    // Scores are not scaled, so the queries are born small.
    matrix(`${name}.q`, [heads * headWidth, width], width, 1 / Math.sqrt(width * headWidth)),
    linearWeight(`${name}.k`, width, heads * headWidth),
    linearWeight(`${name}.v`, width, heads * headWidth),
    linearWeight(`${name}.o`, heads * headWidth, width),
  ];
  const block = (stack: string, index: number, attentions: readonly string[]): PublishedParameter[] => {
    const name = `${stack}.block.${index}.layer`;
    return [
      ...attentions.flatMap((which, place) => [...attention(`${name}.${place}.${which}`), normScale(`${name}.${place}.layer_norm`, width)]),
      ...(index === 0 ? [matrix(`${name}.0.SelfAttention.relative_attention_bias`, [buckets, heads], heads, 0.5)] : []),
      ...goingUp.map((which) => linearWeight(`${name}.${attentions.length}.DenseReluDense.${which}`, width, inner)),
      linearWeight(`${name}.${attentions.length}.DenseReluDense.wo`, inner, width),
      normScale(`${name}.${attentions.length}.layer_norm`, width),
    ];
  };
  const stack = (name: string, length: number, attentions: readonly string[]): PublishedParameter[] => [
    ...Array.from({ length }, (_, index) => block(name, index, attentions)).flat(),
    normScale(`${name}.final_layer_norm`, width),
  ];
  return [
    matrix("shared", [vocabulary, width], width, 1),
    ...stack("encoder", layers, ["SelfAttention"]),
    ...stack("decoder", countOf(config, "num_decoder_layers", layers), ["SelfAttention", "EncDecAttention"]),
    ...(flagOf(config, "tie_word_embeddings", true) ? [] : [linearWeight("lm_head", width, vocabulary)]),
  ];
}
