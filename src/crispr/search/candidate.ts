import { type LanguageModel, sitesOf } from "../../lm/index.ts";
import type { NeuronPlace } from "../formula/rank-neurons.ts";

/** The first neurons of a ranking, scaled: 0 removes them. */
export interface Candidate {
  readonly neurons: number;
  readonly scale: number;
}

/** Factors for a session, by site; sites without a chosen neuron are left out. */
export function siteFactors({ architecture }: Pick<LanguageModel, "architecture">, scales: ReadonlyMap<NeuronPlace, number>): Record<string, Float32Array> {
  const factors: Record<string, Float32Array> = {};
  const sorted = [...scales].sort(([a], [b]) => a - b);
  let start = 0;
  let next = 0;
  for (const { site, outputs } of sitesOf(architecture)) {
    for (; next < sorted.length && sorted[next]![0] < start + outputs; next += 1) {
      const [place, scale] = sorted[next]!;
      (factors[site] ??= new Float32Array(outputs).fill(1))[place - start] = scale;
    }
    start += outputs;
  }
  return factors;
}

/** Neurons that are all scaled alike. */
export function scaledAlike(places: readonly NeuronPlace[], scale: number): Map<NeuronPlace, number> {
  return new Map(places.map((place) => [place, scale]));
}
