import { normalizeAxis } from "../tensor/broadcast.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { reshape } from "./shape-and-sum.ts";

/**
 * The axes in another order: axis i of the result is axis `order[i]` of the input. By default the last two change places.
 *
 * @example
 * transpose(tokens, [0, 2, 1, 3]); // [batch, sequence, heads, width] → [batch, heads, sequence, width]
 */
export function transpose(x: Tensor, order: readonly number[] = swapLast(x.rank)): Tensor {
  const sorted = order.toSorted((a, b) => a - b);
  if (order.length !== x.rank || sorted.some((axis, index) => axis !== index)) throw graphError("transpose", `[${order.join(", ")}] is not an order of the axes`, [x]);
  if (order.every((axis, index) => axis === index)) return x;
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return makeTensor({
    operator: "Transpose",
    inputs: [x],
    attributes: { perm: order },
    dtype: x.dtype,
    shape: order.map((axis) => x.shape[axis]!),
    derivative: ([gradient]) => [transpose(gradient!, inverse)],
  });
}

/**
 * A new axis of length 1 at a place of the result.
 *
 * @example
 * expandDimensions(x, 1); // [rows, 1, columns]
 */
export function expandDimensions(x: Tensor, axis: number): Tensor {
  const place = normalizeAxis(axis, x.rank + 1);
  if (place === undefined) throw graphError("expandDimensions", `there is no place ${axis}`, [x]);
  return reshape(x, x.shape.toSpliced(place, 0, 1));
}

function swapLast(rank: number): number[] {
  const order = Array.from({ length: rank }, (_, axis) => axis);
  return rank < 2 ? order : [...order.slice(0, -2), rank - 1, rank - 2];
}
