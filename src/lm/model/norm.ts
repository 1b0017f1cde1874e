import { full, layerNorm, rmsNorm, type Tensor } from "../../graph/index.ts";
import type { Norm } from "../architecture/description.ts";
import type { ModelGraph } from "./model-graph.ts";

/** Normalises the last axis as the description says; without parameters the scale is 1. */
export function normalize(graph: ModelGraph, { kind, width, scale, bias, epsilon }: Norm, x: Tensor): Tensor {
  const factor = scale === undefined ? full([width], 1, x.dtype) : graph.parameter(scale);
  if (kind === "rms") return rmsNorm(x, factor, epsilon);
  return layerNorm(x, { scale: factor, ...(bias === undefined ? {} : { bias: graph.parameter(bias) }), epsilon });
}
