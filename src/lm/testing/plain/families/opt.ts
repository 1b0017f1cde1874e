// Zhang et al. 2022. The 350M model alone has its norms after the blocks and a narrower embedding.
import { activation } from "../activations.ts";
import { attention, causal } from "../attention.ts";
import { countOf, flagOf, type PlainConfig, share, textOf } from "../config.ts";
import { linear } from "../linear.ts";
import { layerNorm } from "../norms.ts";
import { type PlainParameters, takeFrom } from "../parameters.ts";
import { add, each, embed, type Rows } from "../rows.ts";

const FIRST_POSITION = 2;
const EPSILON = 1e-5;

export function optLogits(config: PlainConfig, parameters: PlainParameters, ids: readonly number[]): Rows {
  const take = takeFrom(parameters, "model.");
  const width = countOf(config, "hidden_size");
  const narrow = countOf(config, "word_embed_proj_dim", width);
  const inner = countOf(config, "ffn_dim");
  const heads = countOf(config, "num_attention_heads");
  const vocabulary = countOf(config, "vocab_size");
  const normFirst = flagOf(config, "do_layer_norm_before", true);
  const affine = flagOf(config, "layer_norm_elementwise_affine", true);
  const biased = flagOf(config, "enable_bias", true);
  const activate = activation(textOf(config, "activation_function", "relu"));
  const project = (rows: Rows, name: string, inputs: number, outputs: number): Rows =>
    linear(rows, take(`decoder.${name}.weight`, [outputs, inputs]), biased ? take(`decoder.${name}.bias`, [outputs]) : undefined);
  const norm = (rows: Rows, name: string): Rows =>
    affine ? layerNorm(rows, take(`decoder.${name}.weight`, [width]), take(`decoder.${name}.bias`, [width]), EPSILON) : layerNorm(rows, undefined, undefined, EPSILON);
  /** The block's branch, its norm before it or after the sum. */
  const branch = (hidden: Rows, normName: string, compute: (rows: Rows) => Rows): Rows =>
    normFirst ? add(hidden, compute(norm(hidden, normName))) : norm(add(hidden, compute(hidden)), normName);

  const tokens = take("decoder.embed_tokens.weight", [vocabulary, narrow]);
  const positions = take("decoder.embed_positions.weight", [countOf(config, "max_position_embeddings") + FIRST_POSITION, width]);
  const embedded = embed(ids, tokens);
  const widened = narrow === width ? embedded : linear(embedded, take("decoder.project_in.weight", [width, narrow]));
  let hidden = add(widened, embed(ids.map((_, index) => index + FIRST_POSITION), positions));
  for (let layer = 0; layer < countOf(config, "num_hidden_layers"); layer += 1) {
    const name = `layers.${layer}`;
    hidden = branch(hidden, `${name}.self_attn_layer_norm`, (rows) => {
      const [query, key, value] = ["q", "k", "v"].map((which) => project(rows, `${name}.self_attn.${which}_proj`, width, width));
      const scale = 1 / Math.sqrt(share(width, heads, "hidden_size among num_attention_heads"));
      return project(attention(query!, key!, value!, { heads, keyHeads: heads, scale, bias: causal }), `${name}.self_attn.out_proj`, width, width);
    });
    hidden = branch(hidden, `${name}.final_layer_norm`, (rows) => project(each(project(rows, `${name}.fc1`, width, inner), activate), `${name}.fc2`, inner, width));
  }
  if (normFirst && !flagOf(config, "_remove_final_layer_norm", false)) hidden = norm(hidden, "final_layer_norm");
  const narrowed = narrow === width ? hidden : linear(hidden, take("decoder.project_out.weight", [narrow, width]));
  return linear(narrowed, flagOf(config, "tie_word_embeddings", true) ? tokens : take("lm_head.weight", [vocabulary, narrow]));
}
