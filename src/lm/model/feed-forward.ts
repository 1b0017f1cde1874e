import { gelu, geluTanh, multiply, relu, silu, type Tensor } from "../../graph/index.ts";
import type { Activation, FeedForward } from "../architecture/description.ts";
import type { ModelGraph } from "./model-graph.ts";
import { project } from "./sites.ts";

const activate: Readonly<Record<Activation, (x: Tensor) => Tensor>> = { gelu, geluTanh, relu, silu };

/** down(activation(up(x))), or with a gate down(activation(gate(x)) · up(x)) (Shazeer 2020, arXiv 2002.05202). */
export function feedForward(graph: ModelGraph, { gate, up, down, activation }: FeedForward, x: Tensor): Tensor {
  const inner = gate === undefined ? activate[activation](project(graph, up, x)) : multiply(activate[activation](project(graph, gate, x)), project(graph, up, x));
  return project(graph, down, inner);
}
