import { sameShape } from "../tensor/broadcast.ts";
import { checkedAxis } from "../tensor/checked-axis.ts";
import { isFloat } from "../tensor/data-type.ts";
import { productOf } from "../tensor/dimension.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { after } from "./after.ts";
import { requireNumbers } from "./elementwise.ts";
import { broadcastTo, full, reshape } from "./shape-and-sum.ts";

/**
 * Rows of a table: `table[indices]` along axis 0. Indices are int32 or int64, of any shape; negative ones count from the
 * end, as everywhere in ONNX, and any other out of range makes the run fail.
 *
 * @example
 * gather(embedding, ids); // [vocabulary, width], [batch, sequence] → [batch, sequence, width]
 */
export function gather(table: Tensor, indices: Tensor): Tensor {
  requireIndices("gather", indices);
  if (table.rank === 0) throw graphError("gather", "the table has no rows", [table]);
  return makeTensor({
    operator: "Gather",
    inputs: [table, indices],
    attributes: { axis: 0 },
    dtype: table.dtype,
    shape: [...indices.shape, ...table.shape.slice(1)],
    // Backward waits for forward: an index out of range is found before anything that depends on the gradient runs.
    derivative: isFloat(table.dtype) ? ([gradient], node) => [scatterAdd(full(table.shape, 0, table.dtype), indices, after(gradient!, [node.outputs[0]!])), undefined] : "none",
  });
}

/**
 * `base` with rows added to it: row `indices[i]` gains `updates[i]`; repeated indices add up, in order, on any number
 * of threads. Updates have the shape of `gather(base, indices)`.
 *
 * @example
 * scatterAdd(full([3, 2], 0), constant([2, 2], [2], "int32"), constant([1, 1, 5, 5], [2, 2])); // [[0, 0], [0, 0], [6, 6]]
 */
export function scatterAdd(base: Tensor, indices: Tensor, updates: Tensor): Tensor {
  requireIndices("scatterAdd", indices);
  requireNumbers("scatterAdd", base);
  const rowShape = base.shape.slice(1);
  if (!sameShape(updates.shape, [...indices.shape, ...rowShape]) || updates.dtype !== base.dtype) throw graphError("scatterAdd", "the updates do not have the shape of the rows", [base, indices, updates]);
  // Two axes, so that ScatterElements addresses (row, column). ScatterND, which takes rows as they are, loses
  // updates of repeated indices on several threads.
  const rows = productOf(indices.shape);
  const columns = productOf(rowShape);
  const flatBase = reshape(base, [base.shape[0]!, columns]);
  const flatIndices = broadcastTo(reshape(indices, [rows, 1]), [rows, columns]);
  return reshape(scatterAlong(flatBase, flatIndices, reshape(updates, [rows, columns]), 0), base.shape);
}

/**
 * One element along an axis for each place: `x[…, indices[…], …]`. The indices have the shape of `x` but for that axis.
 *
 * @example
 * pick(logProbabilities, labels); // [batch, sequence, vocabulary], [batch, sequence] → [batch, sequence]
 */
export function pick(x: Tensor, indices: Tensor, axis = -1): Tensor {
  const place = checkedAxis("pick", x, axis);
  if (!sameShape(indices.shape, x.shape.toSpliced(place, 1))) throw graphError("pick", `the indices must have the shape of the input without axis ${axis}`, [x, indices]);
  return reshape(pickMany(x, reshape(indices, x.shape.with(place, 1)), place), indices.shape);
}

/**
 * Several elements along an axis for each place; the indices have the shape of `x` but for that axis's length.
 *
 * @example
 * pickMany(constant([10, 20, 30], [1, 3]), constant([2, 0], [1, 2], "int32")); // [[30, 10]]
 */
export function pickMany(x: Tensor, indices: Tensor, axis = -1): Tensor {
  const place = checkedAxis("pickMany", x, axis);
  requireIndices("pickMany", indices);
  if (indices.rank !== x.rank || !indices.shape.every((length, index) => index === place || length === x.shape[index])) throw graphError("pickMany", "the indices must have the shape of the input but for the axis", [x, indices]);
  return makeTensor({
    operator: "GatherElements",
    inputs: [x, indices],
    attributes: { axis: place },
    dtype: x.dtype,
    shape: indices.shape,
    derivative: isFloat(x.dtype) ? ([gradient], node) => [scatterAlong(full(x.shape, 0, x.dtype), indices, after(gradient!, [node.outputs[0]!]), place), undefined] : "none",
  });
}

/**
 * `base` with `updates` added at `indices` along an axis; all have one rank, indices and updates one shape.
 *
 * @throws SteadfastError `graph-trace` for an axis, shapes or types that do not fit.
 * @example
 * scatterAlong(full([2, 5], 0), constant([3, 1], [2, 1], "int32"), constant([6, 7], [2, 1]), 1); // [[0, 0, 0, 6, 0], [0, 7, 0, 0, 0]]
 */
export function scatterAlong(base: Tensor, indices: Tensor, updates: Tensor, axis: number): Tensor {
  const place = checkedAxis("scatterAlong", base, axis);
  requireIndices("scatterAlong", indices);
  requireNumbers("scatterAlong", base);
  if (updates.dtype !== base.dtype || !sameShape(updates.shape, indices.shape) || indices.rank !== base.rank) throw graphError("scatterAlong", "indices and updates must have one shape, with the axes of the base, and updates its type", [base, indices, updates]);
  return makeTensor({
    operator: "ScatterElements",
    inputs: [base, indices, updates],
    attributes: { axis: place, reduction: "add" },
    dtype: base.dtype,
    shape: base.shape,
    derivative: ([gradient]) => [gradient, undefined, pickMany(gradient!, indices, place)],
  });
}

function requireIndices(operation: string, indices: Tensor): void {
  if (indices.dtype !== "int32" && indices.dtype !== "int64") throw graphError(operation, "the indices must be int32 or int64", [indices]);
}
