// Raffel et al. 2020; the gated, untied form is the "v1.1" that Flan-T5 and T0 start from.
import { activation } from "../activations.ts";
import { attention, type AttentionKind } from "../attention.ts";
import { countOf, flagOf, numberOf, type PlainConfig, textOf } from "../config.ts";
import { linear } from "../linear.ts";
import { rmsNorm } from "../norms.ts";
import { type PlainParameters, type Take, takeFrom } from "../parameters.ts";
import { relativePositionBucket } from "../relative-position-bucket.ts";
import { add, each, embed, multiply, type Rows } from "../rows.ts";

type Bias = AttentionKind["bias"];

export function t5Logits(config: PlainConfig, parameters: PlainParameters, ids: readonly number[], decoderIds: readonly number[]): Rows {
  const take = takeFrom(parameters, "");
  const width = countOf(config, "d_model");
  const vocabulary = countOf(config, "vocab_size");
  const layers = countOf(config, "num_layers");
  const decoderLayers = countOf(config, "num_decoder_layers", layers);
  const part = partsOf(config, take);
  const shared = take("shared.weight", [vocabulary, width]);

  let encoded = embed(ids, shared);
  const everywhere = part.relativeBias("encoder", true);
  for (let layer = 0; layer < layers; layer += 1) {
    const block = `encoder.block.${layer}.layer`;
    const normed = part.norm(encoded, `${block}.0.layer_norm`);
    encoded = add(encoded, part.attend(normed, normed, `${block}.0.SelfAttention`, everywhere));
    encoded = add(encoded, part.feedForward(part.norm(encoded, `${block}.1.layer_norm`), `${block}.1.DenseReluDense`));
  }
  encoded = part.norm(encoded, "encoder.final_layer_norm");

  let decoded = embed(decoderIds, shared);
  const relative = part.relativeBias("decoder", false);
  const backwards: Bias = (head, query, key) => (key <= query ? relative(head, query, key) : Number.NEGATIVE_INFINITY);
  for (let layer = 0; layer < decoderLayers; layer += 1) {
    const block = `decoder.block.${layer}.layer`;
    const normed = part.norm(decoded, `${block}.0.layer_norm`);
    decoded = add(decoded, part.attend(normed, normed, `${block}.0.SelfAttention`, backwards));
    decoded = add(decoded, part.attend(part.norm(decoded, `${block}.1.layer_norm`), encoded, `${block}.1.EncDecAttention`, () => 0));
    decoded = add(decoded, part.feedForward(part.norm(decoded, `${block}.2.layer_norm`), `${block}.2.DenseReluDense`));
  }
  decoded = part.norm(decoded, "decoder.final_layer_norm");
  if (!flagOf(config, "tie_word_embeddings", true)) return linear(decoded, take("lm_head.weight", [vocabulary, width]));
  return linear(each(decoded, (value) => value * width ** -0.5), shared);
}

interface Parts {
  norm: (rows: Rows, name: string) => Rows;
  attend: (from: Rows, to: Rows, name: string, bias: Bias) => Rows;
  feedForward: (rows: Rows, name: string) => Rows;
  /** The bias that layer 0 of a stack holds for all its layers. */
  relativeBias: (stack: string, twoSided: boolean) => Bias;
}

function partsOf(config: PlainConfig, take: Take): Parts {
  const width = countOf(config, "d_model");
  const inner = countOf(config, "d_ff");
  const heads = countOf(config, "num_heads");
  const attentionWidth = heads * countOf(config, "d_kv");
  const buckets = countOf(config, "relative_attention_num_buckets", 32);
  const maximumDistance = countOf(config, "relative_attention_max_distance", 128);
  const project = (rows: Rows, name: string, inputs: number, outputs: number): Rows => linear(rows, take(`${name}.weight`, [outputs, inputs]));
  const { gated, activate } = feedForwardKind(config);
  return {
    norm: (rows, name) => rmsNorm(rows, take(`${name}.weight`, [width]), numberOf(config, "layer_norm_epsilon", 1e-6)),
    attend(from, to, name, bias) {
      const query = project(from, `${name}.q`, width, attentionWidth);
      const [key, value] = ["k", "v"].map((which) => project(to, `${name}.${which}`, width, attentionWidth));
      return project(attention(query, key!, value!, { heads, keyHeads: heads, scale: 1, bias }), `${name}.o`, attentionWidth, width);
    },
    feedForward(rows, name) {
      if (!gated) return project(each(project(rows, `${name}.wi`, width, inner), activate), `${name}.wo`, inner, width);
      const gate = each(project(rows, `${name}.wi_0`, width, inner), activate);
      return project(multiply(gate, project(rows, `${name}.wi_1`, width, inner)), `${name}.wo`, inner, width);
    },
    relativeBias(stack, twoSided) {
      const table = take(`${stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`, [buckets, heads]);
      return (head, query, key) => table.data[relativePositionBucket(key - query, { twoSided, buckets, maximumDistance }) * heads + head]!;
    },
  };
}

/** `relu`, or `gated-` and an activation; `gated-gelu` has always meant the one with tanh. */
function feedForwardKind(config: PlainConfig): { gated: boolean; activate: (value: number) => number } {
  const kind = textOf(config, "feed_forward_proj", "relu");
  if (kind === "gated-gelu") return { gated: true, activate: activation("gelu_new") };
  const gated = kind.startsWith("gated-");
  return { gated, activate: activation(gated ? kind.slice("gated-".length) : kind) };
}
