import { add, attention as scaledAttention, and, broadcastTo, constant, equal, expandDimensions, greater, less, reshape, subtract, type Tensor, where } from "../../graph/index.ts";
import type { Attention, Stack } from "../architecture/description.ts";
import type { ModelGraph } from "./model-graph.ts";
import { relativeBias } from "./relative-bias.ts";
import type { Attend, AttendAcross } from "./stack.ts";

/** Which tokens of a row belong together: [batch, sequence] int32; a token sees those of its own number only. */
export type Segments = Tensor | undefined;

/** Self-attention over whole sequences of a fixed length, causal or (in an encoder) in both directions. */
export function attendInSequence(graph: ModelGraph, stack: Stack, { sequence, segments, causal, dtype }: { sequence: number; segments: Segments; causal: boolean; dtype: "float32" | "float64" }): Attend {
  const places = constant(Int32Array.from({ length: sequence }, (_, index) => index), [sequence]);
  const distances = subtract(reshape(places, [1, 1, sequence]), reshape(places, [1, sequence, 1]));
  const bias = stack.position.kind === "relative" ? relativeBias(graph, stack.position, distances) : undefined;
  const masks = new Map<number | undefined, Tensor | undefined>();
  const maskFor = (window: number | undefined): Tensor | undefined => {
    if (masks.has(window)) return masks.get(window);
    const conditions: Tensor[] = [
      ...(causal ? [expandDimensions(less(distances, 1), 1)] : []),
      ...(window === undefined || window >= sequence ? [] : [expandDimensions(greater(distances, -window), 1)]),
      ...(segments === undefined ? [] : [sameSegment(segments, segments)]),
    ];
    const mask = combinedMask(conditions, bias, dtype);
    masks.set(window, mask);
    return mask;
  };
  return ({ query, key, value }, attention) => attendWith(maskFor(attention.window), { query, key, value }, attention);
}

/** Cross-attention over the encoder's keys and values of each layer. */
export function attendAcrossSequence(keyValues: readonly { key: Tensor; value: Tensor }[], { segments, encoderSegments, dtype }: { segments: Segments; encoderSegments: Segments; dtype: "float32" | "float64" }): AttendAcross {
  const mask = segments === undefined || encoderSegments === undefined ? undefined : combinedMask([sameSegment(segments, encoderSegments)], undefined, dtype);
  return (query, attention, layer) => attendWith(mask, { query, ...keyValues[layer]! }, attention);
}

function attendWith(mask: Tensor | undefined, { query, key, value }: { query: Tensor; key: Tensor; value: Tensor }, attention: Attention): Tensor {
  return scaledAttention(query, repeatHeads(key, attention.heads), repeatHeads(value, attention.heads), { ...(mask === undefined ? {} : { mask }), scale: attention.scale });
}

/** [batch, 1, sequence, total]: whether query and key are of one segment. */
function sameSegment(queries: Tensor, keys: Tensor): Tensor {
  return expandDimensions(equal(expandDimensions(queries, 2), expandDimensions(keys, 1)), 1);
}

/** Conditions and a bias as one mask of numbers that are added to the scores; added, it needs no pass of its own backward. */
function combinedMask(conditions: readonly Tensor[], bias: Tensor | undefined, dtype: "float32" | "float64"): Tensor | undefined {
  if (conditions.length === 0) return bias;
  const visible = conditions.reduce((a, b) => and(a, b));
  const added = where(visible, constant(dtype === "float32" ? new Float32Array(1) : new Float64Array(1), []), -1e9);
  return bias === undefined ? added : add(bias, added);
}

/** Each key and value head serves several neighbouring query heads (Ainslie et al. 2023, arXiv 2305.13245). */
function repeatHeads(x: Tensor, heads: number): Tensor {
  const [batch, keyValueHeads, total, width] = x.shape as [Tensor["shape"][number], number, Tensor["shape"][number], number];
  if (keyValueHeads === heads) return x;
  const groups = heads / keyValueHeads;
  return reshape(broadcastTo(expandDimensions(x, 2), [batch, keyValueHeads, groups, total, width]), [batch, heads, total, width]);
}
