import { multiply, type Tensor } from "../../graph/index.ts";
import type { Architecture, LinearSite, ParameterName } from "../architecture/description.ts";

/** A model inside a graph that is being traced: what it is, where its parameters are, and who watches its neurons. */
export interface ModelGraph {
  readonly architecture: Architecture;
  /** The tensor of a parameter, under its published name and in its published shape. */
  parameter(name: ParameterName): Tensor;
  /** @see SiteHook */
  onSite?: SiteHook;
}

/**
 * Called with the output of every site, [batch · sequence, outputs], and its input; what it returns goes on. So neurons are
 * observed, scaled, or given an adapter, without touching weights.
 */
export type SiteHook = (site: LinearSite, output: Tensor, input: Tensor) => Tensor;

/**
 * The hook that multiplies neurons by factors; 0 removes them.
 *
 * @param factors by the name of the site, [outputs] each; sites without are left as they are
 * @example
 * const graph = { ...model, onSite: scaledSites({ "decoder.3.feedForward.up": mask }) };
 */
export function scaledSites(factors: Readonly<Record<string, Tensor>>): SiteHook {
  return ({ site }, output) => (factors[site] === undefined ? output : multiply(output, factors[site]));
}
