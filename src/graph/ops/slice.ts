import { checkedAxis } from "../tensor/checked-axis.ts";
import { isFloat } from "../tensor/data-type.ts";
import { addDimensions, type Dimension } from "../tensor/dimension.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeNode, makeTensor, type Tensor } from "../tensor/tensor.ts";
import { asTensor } from "./constant.ts";
import { full } from "./shape-and-sum.ts";
import { shapeTensor, size, vector } from "./size.ts";

/**
 * Elements `start` to `end` (exclusive) along one axis; negative places count from the end. Of an axis with a name: from
 * `start` on, the last n, or a fixed range; there without a gradient.
 *
 * @example
 * slice(logits, 1, 0, -1); // all positions but the last
 */
export function slice(x: Tensor, axis: number, start: number, end?: number): Tensor {
  const place = checkedAxis("slice", x, axis);
  if (!Number.isInteger(start) || (end !== undefined && !Number.isInteger(end))) throw graphError("slice", `[${start}, ${end ?? ""}) are not whole numbers`, [x]);
  const length = x.shape[place]!;
  if (typeof length === "string") return namedSlice(x, place, start, end);
  const from = start < 0 ? start + length : start;
  const to = end === undefined ? length : end < 0 ? end + length : end;
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= length)) throw graphError("slice", `[${start}, ${end ?? length}) is not within axis ${axis}`, [x]);
  if (from === 0 && to === length) return x;
  return sliceNode(x, place, vector([from]), vector([to]), to - from, (gradient) => pad(gradient, place, from, length - to));
}

/** Slices a named axis: a fixed start (or end) from one side, or the last n. Gradients need fixed lengths. */
function namedSlice(x: Tensor, place: number, start: number, end: number | undefined): Tensor {
  const length = x.shape[place]!;
  if (start >= 0 && end !== undefined && end >= start) return sliceNode(x, place, vector([start]), vector([end]), end - start, "missing");
  if (start < 0 && end === undefined) return sliceNode(x, place, vector([start]), size(length), -start, "missing");
  if (start >= 0 && end === undefined) return start === 0 ? x : sliceNode(x, place, vector([start]), size(length), addDimensions(length, -start), "missing");
  throw graphError("slice", `[${start}, ${end ?? ""}) of an axis of named length is not supported`, [x]);
}

function sliceNode(x: Tensor, axis: number, start: Tensor, end: Tensor, length: Dimension, gradientOf: ((gradient: Tensor) => Tensor) | "missing"): Tensor {
  return makeTensor({
    operator: "Slice",
    inputs: [x, start, end, vector([axis])],
    dtype: x.dtype,
    shape: x.shape.with(axis, length),
    derivative: !isFloat(x.dtype) ? "none" : gradientOf === "missing" ? "missing" : ([gradient]) => [gradientOf(gradient!)],
  });
}

/**
 * The tensor with `before` and `after` elements of one value added along an axis.
 *
 * @example
 * pad(constant([1, 2], [2]), 0, 1, 2); // [0, 1, 2, 0, 0]
 */
export function pad(x: Tensor, axis: number, before: number, after: number, value = 0): Tensor {
  const place = checkedAxis("pad", x, axis);
  if (!(Number.isInteger(before) && Number.isInteger(after) && before >= 0 && after >= 0)) throw graphError("pad", `cannot add ${before} and ${after} elements`, [x]);
  if (before === 0 && after === 0) return x;
  const length = x.shape[place]!;
  // All axes are named: where some are left out, ONNX Runtime moves a transpose across with the wrong indices.
  const added = Array.from({ length: 2 * x.rank }, (_, index) => (index === place ? before : index === place + x.rank ? after : 0));
  return makeTensor({
    operator: "Pad",
    inputs: [x, vector(added), asTensor(value, x.dtype)],
    dtype: x.dtype,
    shape: x.shape.with(place, addDimensions(length, before + after)),
    derivative: !isFloat(x.dtype) ? "none" : typeof length === "string" ? "missing" : ([gradient]) => [slice(gradient!, place, before, before + length)],
  });
}

/**
 * Tensors joined along an axis; their other lengths are equal.
 *
 * @example
 * concatenate([cachedKeys, newKeys], 2); // [batch, heads, total, width]
 */
export function concatenate(tensors: readonly Tensor[], axis: number): Tensor {
  const first = tensors[0];
  if (first === undefined) throw graphError("concatenate", "there is nothing to join");
  const place = checkedAxis("concatenate", first, axis);
  for (const other of tensors) {
    const fits = other.dtype === first.dtype && other.rank === first.rank && other.shape.every((length, index) => index === place || length === first.shape[index]);
    if (!fits) throw graphError("concatenate", `types and all lengths but that of axis ${axis} must be equal`, tensors);
  }
  if (tensors.length === 1) return first;
  const lengths = tensors.map((tensor) => tensor.shape[place]!);
  return makeTensor({
    operator: "Concat",
    inputs: tensors,
    attributes: { axis: place },
    dtype: first.dtype,
    shape: first.shape.with(place, lengths.reduce(addDimensions)),
    derivative: !isFloat(first.dtype) ? "none" : lengths.some((length) => typeof length === "string") ? "missing" : ([gradient]) => split(gradient!, place, lengths as number[]),
  });
}

/**
 * The tensor cut along an axis into pieces of the given lengths; where they have names, without a gradient.
 *
 * @example
 * const [query, key, value] = split(fused, -1, [768, 768, 768]);
 */
export function split(x: Tensor, axis: number, lengths: readonly Dimension[]): Tensor[] {
  const place = checkedAxis("split", x, axis);
  const valid = lengths.every((length) => typeof length === "string" || (Number.isInteger(length) && length >= 0));
  if (!valid || lengths.reduce(addDimensions, 0) !== x.shape[place]) throw graphError("split", `the pieces [${lengths.join(", ")}] do not add up to axis ${axis}`, [x]);
  if (lengths.length === 1) return [x];
  const named = lengths.some((length) => typeof length === "string");
  return [
    ...makeNode({
      operator: "Split",
      inputs: [x, shapeTensor(lengths)],
      attributes: { axis: place },
      outputs: lengths.map((length) => ({ dtype: x.dtype, shape: x.shape.with(place, length) })),
      derivative: !isFloat(x.dtype)
        ? "none"
        : named
          ? "missing"
          : // A piece that nobody used has no gradient: zeros stand in for it.
            (gradients, node) => [concatenate(gradients.map((gradient, index) => gradient ?? full(node.outputs[index]!.shape, 0, x.dtype)), place)],
    }),
  ];
}
