import { linear, slice, split, type Tensor } from "../../graph/index.ts";
import type { LinearSite } from "../architecture/description.ts";
import type { ModelGraph } from "./model-graph.ts";

/** A site's output [..., outputs] for an input [..., inputs]. */
export function project(graph: ModelGraph, site: LinearSite, input: Tensor): Tensor {
  return projectAll(graph, [site], input)[0]!;
}

/** Several sites over one input. Those that share a published matrix are one product, cut apart. */
export function projectAll(graph: ModelGraph, sites: readonly LinearSite[], input: Tensor): Tensor[] {
  const outputs = isWholeMatrix(sites) ? split(linearOf(graph, sites[0]!, input), -1, sites.map((site) => site.outputs)) : sites.map((site) => cutLinear(graph, site, input));
  const { onSite } = graph;
  return onSite === undefined ? outputs : outputs.map((output, index) => onSite(sites[index]!, output, input));
}

function isWholeMatrix(sites: readonly LinearSite[]): boolean {
  let next = 0;
  for (const { weight, start, outputs } of sites) {
    if (weight !== sites[0]!.weight || start !== next) return false;
    next += outputs;
  }
  return next === sites[0]!.publishedOutputs;
}

function linearOf(graph: ModelGraph, { weight, bias, layout }: LinearSite, input: Tensor): Tensor {
  return linear(input, graph.parameter(weight), bias === undefined ? undefined : graph.parameter(bias), { transposeWeight: layout === "outputs by inputs" });
}

/** A site that is a part of its published matrix, or all of it. */
function cutLinear(graph: ModelGraph, site: LinearSite, input: Tensor): Tensor {
  const { weight, bias, layout, start, outputs } = site;
  const matrix = slice(graph.parameter(weight), layout === "outputs by inputs" ? 0 : 1, start, start + outputs);
  return linear(input, matrix, bias === undefined ? undefined : slice(graph.parameter(bias), 0, start, start + outputs), { transposeWeight: layout === "outputs by inputs" });
}
