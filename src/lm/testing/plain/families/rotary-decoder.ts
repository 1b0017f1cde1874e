// Touvron et al. 2023: RMS norms before the blocks, rotary positions, grouped heads, a gated feed-forward. What its
// descendants change is an option here, and each of them says in its own file how its configuration chooses.
import { activation } from "../activations.ts";
import { attention, causal, causalWithin } from "../attention.ts";
import { countOf, numberOf, type PlainConfig, share, textOf } from "../config.ts";
import { linear } from "../linear.ts";
import { rmsNorm } from "../norms.ts";
import { type PlainParameters, takeFrom } from "../parameters.ts";
import { rotaryFrequencies, rotate } from "../rotary.ts";
import { add, channels, each, embed, multiply, type Rows } from "../rows.ts";

/** What a descendant of Llama decides. */
export interface RotaryDecoder {
  keyHeads: number;
  headWidth: number;
  /** Biases of q, k and v; of the attention's output; of the three matrices of the feed-forward. */
  queryKeyValueBias: boolean;
  outputBias: boolean;
  feedForwardBias: boolean;
  /** Whether each head of q and k is normed before it is turned. */
  headNorms: boolean;
  /** How many positions a position sees, itself counted; null for all before it. */
  window: number | null;
  tiedHead: boolean;
}

export function rotaryDecoderLogits(config: PlainConfig, parameters: PlainParameters, ids: readonly number[], kind: RotaryDecoder): Rows {
  const take = takeFrom(parameters, "model.");
  const width = countOf(config, "hidden_size");
  const inner = countOf(config, "intermediate_size");
  const heads = countOf(config, "num_attention_heads");
  const vocabulary = countOf(config, "vocab_size");
  const epsilon = numberOf(config, "rms_norm_eps", 1e-6);
  const activate = activation(textOf(config, "hidden_act", "silu"));
  const { keyHeads, headWidth } = kind;
  share(heads, keyHeads, "num_attention_heads among num_key_value_heads");
  const frequencies = rotaryFrequencies(config, headWidth);
  const project = (rows: Rows, name: string, inputs: number, outputs: number, biased: boolean): Rows =>
    linear(rows, take(`${name}.weight`, [outputs, inputs]), biased ? take(`${name}.bias`, [outputs]) : undefined);
  const norm = (rows: Rows, name: string): Rows => rmsNorm(rows, take(`${name}.weight`, [width]), epsilon);
  const turned = (rows: Rows, count: number, normName: string): Rows => {
    const normed = kind.headNorms ? eachHead(rows, count, (head) => rmsNorm(head, take(`${normName}.weight`, [headWidth]), epsilon)) : rows;
    return rotate(normed, count, frequencies);
  };

  const tokens = take("embed_tokens.weight", [vocabulary, width]);
  let hidden = embed(ids, tokens);
  for (let layer = 0; layer < countOf(config, "num_hidden_layers"); layer += 1) {
    const self = `layers.${layer}.self_attn`;
    const mlp = `layers.${layer}.mlp`;
    const before = norm(hidden, `layers.${layer}.input_layernorm`);
    const query = turned(project(before, `${self}.q_proj`, width, heads * headWidth, kind.queryKeyValueBias), heads, `${self}.q_norm`);
    const key = turned(project(before, `${self}.k_proj`, width, keyHeads * headWidth, kind.queryKeyValueBias), keyHeads, `${self}.k_norm`);
    const value = project(before, `${self}.v_proj`, width, keyHeads * headWidth, kind.queryKeyValueBias);
    const mixed = attention(query, key, value, { heads, keyHeads, scale: 1 / Math.sqrt(headWidth), bias: kind.window === null ? causal : causalWithin(kind.window) });
    hidden = add(hidden, project(mixed, `${self}.o_proj`, heads * headWidth, width, kind.outputBias));

    const between = norm(hidden, `layers.${layer}.post_attention_layernorm`);
    const gate = each(project(between, `${mlp}.gate_proj`, width, inner, kind.feedForwardBias), activate);
    const up = project(between, `${mlp}.up_proj`, width, inner, kind.feedForwardBias);
    hidden = add(hidden, project(multiply(gate, up), `${mlp}.down_proj`, inner, width, kind.feedForwardBias));
  }
  return linear(norm(hidden, "norm"), kind.tiedHead ? tokens : take("lm_head.weight", [vocabulary, width]));
}

function eachHead(rows: Rows, heads: number, apply: (head: Rows) => Rows): Rows {
  const width = rows[0]!.length / heads;
  const parts = Array.from({ length: heads }, (_, head) => apply(channels(rows, head * width, (head + 1) * width)));
  return rows.map((_, position) => Float64Array.from(parts.flatMap((part) => [...part[position]!])));
}
