import { type LanguageModel, sitesOf } from "../../lm/index.ts";
import type { NeuronPlace } from "../formula/rank-neurons.ts";

/** The first neurons of a ranking, scaled: 0 removes them. */
export interface Candidate {
  readonly neurons: number;
  readonly scale: number;
}

/** Factors for a session, by site; sites without a chosen neuron are left out. */
export function siteFactors({ architecture }: Pick<LanguageModel, "architecture">, places: readonly NeuronPlace[], scale: number): Record<string, Float32Array> {
  const factors: Record<string, Float32Array> = {};
  const sorted = [...places].sort((a, b) => a - b);
  let start = 0;
  let next = 0;
  for (const { site, outputs } of sitesOf(architecture)) {
    for (; next < sorted.length && sorted[next]! < start + outputs; next += 1) {
      factors[site] ??= new Float32Array(outputs).fill(1);
      factors[site][sorted[next]! - start] = scale;
    }
    start += outputs;
  }
  return factors;
}
