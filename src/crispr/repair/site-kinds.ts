import { type LanguageModel, sitesOf } from "../../lm/index.ts";
import type { NeuronPlace } from "../formula/rank-neurons.ts";

/**
 * Where a site stands: `decoder.3.selfAttention.query` is in layer 3 of the decoder and of the kind selfAttention.query.
 *
 * @example
 * siteParts("decoder.3.selfAttention.query"); // { stack: "decoder", layer: 3, kind: "selfAttention.query" }
 */
export function siteParts(site: string): { stack: string; layer: number | null; kind: string } {
  const [stack, layer, ...kind] = site.split(".") as [string, ...string[]];
  return layer !== undefined && /^\d+$/.test(layer) ? { stack, layer: Number(layer), kind: kind.join(".") } : { stack, layer: null, kind: [layer, ...kind].join(".") };
}

/** Whether a site's name has some parts, one after the other: `feedForward`, `crossAttention.value`, `encoder`. */
export function hasPart(site: string, part: string): boolean {
  return `.${site}.`.includes(`.${part}.`);
}

/** How many of the chosen neurons, and of all, stand in each layer and kind of site. */
export interface NeuronShare {
  readonly stack: string;
  readonly layer: number | null;
  readonly kind: string;
  readonly chosen: number;
  readonly of: number;
}

/** The chosen neurons by layer and kind; in the order of computation. */
export function neuronShares({ architecture }: Pick<LanguageModel, "architecture">, places: readonly NeuronPlace[]): NeuronShare[] {
  const chosen = [...places].sort((a, b) => a - b);
  let [start, next] = [0, 0];
  return sitesOf(architecture).map(({ site, outputs }) => {
    const first = next;
    while (next < chosen.length && chosen[next]! < start + outputs) next += 1;
    start += outputs;
    return { ...siteParts(site), chosen: next - first, of: outputs };
  });
}
