import { isFloat } from "../tensor/data-type.ts";
import { normalizeAxis } from "../tensor/broadcast.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeNode, type Tensor } from "../tensor/tensor.ts";
import { cast, orderable } from "./cast.ts";
import { vector } from "./size.ts";
import { full } from "./shape-and-sum.ts";
import { scatterAlong } from "./gather.ts";

/**
 * The k largest elements along an axis, in descending order, with their indices (int64). Of equals the lower index comes first.
 *
 * @example
 * const { values, indices } = topK(logits, 50);
 */
export function topK(x: Tensor, k: number, axis = -1): { values: Tensor; indices: Tensor } {
  const place = normalizeAxis(axis, x.rank);
  const length = place === undefined ? undefined : x.shape[place];
  if (place === undefined || !Number.isInteger(k) || k < 1 || (typeof length === "number" && k > length)) throw graphError("topK", `cannot take the ${k} largest along axis ${axis}`, [x]);
  const shape = x.shape.with(place, k);
  const ordered = orderable(x);
  const [values, indices] = makeNode({
    operator: "TopK",
    inputs: [ordered, vector([k])],
    attributes: { axis: place, largest: 1, sorted: 1 },
    outputs: [
      { dtype: ordered.dtype, shape },
      { dtype: "int64", shape },
    ],
    derivative: isFloat(x.dtype) ? ([gradient], node) => [gradient && scatterAlong(full(x.shape, 0, x.dtype), node.outputs[1]!, gradient, place)] : "none",
  });
  return { values: cast(values!, x.dtype), indices: indices! };
}
