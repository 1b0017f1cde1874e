// Radford et al. 2019, with the layout of the published files: fused q, k, v and weights stored [in, out].
import { activation } from "../activations.ts";
import { attention, causal } from "../attention.ts";
import { countOf, flagOf, numberOf, type PlainConfig, share, textOf } from "../config.ts";
import { linear, linearStoredInOut } from "../linear.ts";
import { layerNorm } from "../norms.ts";
import { type PlainParameters, takeFrom } from "../parameters.ts";
import { add, channels, each, embed, type Rows } from "../rows.ts";

export function gpt2Logits(config: PlainConfig, parameters: PlainParameters, ids: readonly number[]): Rows {
  const take = takeFrom(parameters, "transformer.");
  const width = countOf(config, "n_embd");
  const heads = countOf(config, "n_head");
  const inner = countOf(config, "n_inner", 4 * width);
  const vocabulary = countOf(config, "vocab_size");
  const epsilon = numberOf(config, "layer_norm_epsilon", 1e-5);
  const activate = activation(textOf(config, "activation_function", "gelu_new"));
  const norm = (rows: Rows, name: string): Rows => layerNorm(rows, take(`${name}.weight`, [width]), take(`${name}.bias`, [width]), epsilon);
  const project = (rows: Rows, name: string, inputs: number, outputs: number): Rows => linearStoredInOut(rows, take(`${name}.weight`, [inputs, outputs]), take(`${name}.bias`, [outputs]));

  const tokens = take("wte.weight", [vocabulary, width]);
  let hidden = add(embed(ids, tokens), embed([...ids.keys()], take("wpe.weight", [countOf(config, "n_positions"), width])));
  for (let layer = 0; layer < countOf(config, "n_layer"); layer += 1) {
    const fused = project(norm(hidden, `h.${layer}.ln_1`), `h.${layer}.attn.c_attn`, width, 3 * width);
    const mixed = attention(channels(fused, 0, width), channels(fused, width, 2 * width), channels(fused, 2 * width, 3 * width), {
      heads,
      keyHeads: heads,
      scale: scaleOf(config, share(width, heads, "n_embd among n_head"), layer),
      bias: causal,
    });
    hidden = add(hidden, project(mixed, `h.${layer}.attn.c_proj`, width, width));
    const up = each(project(norm(hidden, `h.${layer}.ln_2`), `h.${layer}.mlp.c_fc`, width, inner), activate);
    hidden = add(hidden, project(up, `h.${layer}.mlp.c_proj`, inner, width));
  }
  const head = flagOf(config, "tie_word_embeddings", true) ? tokens : take("lm_head.weight", [vocabulary, width]);
  return linear(norm(hidden, "ln_f"), head);
}

function scaleOf(config: PlainConfig, headWidth: number, layer: number): number {
  const byWidth = flagOf(config, "scale_attn_weights", true) ? 1 / Math.sqrt(headWidth) : 1;
  return flagOf(config, "scale_attn_by_inverse_layer_idx", false) ? byWidth / (layer + 1) : byWidth;
}
