import { add, and, attention as scaledAttention, broadcastTo, constant, equal, expandDimensions, greater, less, or, reshape, subtract, type Tensor, where } from "../../graph/index.ts";
import { type Attend, type AttendAcross, type ModelGraph, relativeBias } from "../../lm/index.ts";
import { type BranchedInputs, type BranchedShape, totalPlaces } from "./branched-inputs.ts";

/** Added to the scores of what must not be seen. */
const hidden = -1e9;

/** Attention in which an option's tokens see the prompt and their own option only. */
export function attendInBranches(graph: ModelGraph, { positions, present }: Pick<BranchedInputs, "positions" | "present">, shape: BranchedShape): Attend {
  const { decoder } = graph.architecture;
  const total = totalPlaces(shape);
  const dtype = graph.parameter(decoder.tokens).dtype as "float32" | "float64";
  // The branch of each place: 0 is the prompt.
  const branches = Int32Array.from({ length: total }, (_, place) => (place < shape.prompt ? 0 : 1 + Math.floor((place - shape.prompt) / shape.further)));
  const [keys, queries] = [constant(branches, [1, 1, total]), constant(branches, [1, total, 1])];
  const distances = subtract(expandDimensions(positions, 1), expandDimensions(positions, 2));
  const past = and(and(or(equal(keys, 0), equal(keys, queries)), less(distances, 1)), expandDimensions(equal(present, 1), 1));
  const bias = decoder.position.kind === "relative" ? relativeBias(graph, decoder.position, distances) : undefined;
  const masks = new Map<number | undefined, Tensor>();
  const maskFor = (window: number | undefined): Tensor => {
    const known = masks.get(window);
    if (known !== undefined) return known;
    const numbers = asNumbers(expandDimensions(window === undefined ? past : and(past, greater(distances, -window)), 1), dtype);
    const mask = bias === undefined ? numbers : add(bias, numbers);
    masks.set(window, mask);
    return mask;
  };
  return ({ query, key, value }, { heads, scale, window }) => scaledAttention(query, repeatHeads(key, heads), repeatHeads(value, heads), { mask: maskFor(window), scale });
}

/** Cross-attention of every place over its row's encoder tokens. */
export function attendAcrossRows(keyValues: readonly { key: Tensor; value: Tensor }[], present: Tensor): AttendAcross {
  const mask = asNumbers(expandDimensions(expandDimensions(equal(present, 1), 1), 1), keyValues[0]!.key.dtype as "float32" | "float64");
  return (query, { heads, scale }, layer) => scaledAttention(query, repeatHeads(keyValues[layer]!.key, heads), repeatHeads(keyValues[layer]!.value, heads), { mask, scale });
}

function asNumbers(visible: Tensor, dtype: "float32" | "float64"): Tensor {
  return where(visible, constant(dtype === "float32" ? new Float32Array(1) : new Float64Array(1), []), hidden);
}

/** Each key and value head serves several neighbouring query heads. */
function repeatHeads(x: Tensor, heads: number): Tensor {
  const [batch, keyValueHeads, total, width] = x.shape as [number, number, number, number];
  if (keyValueHeads === heads) return x;
  return reshape(broadcastTo(expandDimensions(x, 2), [batch, keyValueHeads, heads / keyValueHeads, total, width]), [batch, heads, total, width]);
}
