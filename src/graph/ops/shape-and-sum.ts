import { broadcastShapes, normalizeAxis, sameShape } from "../tensor/broadcast.ts";
import { type DataType, isFloat } from "../tensor/data-type.ts";
import { type Dimension, divideDimensions, printShape, productOf, type Shape } from "../tensor/dimension.ts";
import { canonicalShape } from "../tensor/canonical-shape.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { cast } from "./cast.ts";
import { scalar } from "./constant.ts";
import { shapeTensor, vector } from "./size.ts";
import { wholeSum } from "./whole-numbers.ts";

/** Which axes a reduction runs over (all by default; negative counts from the end) and whether they stay with length 1. */
export interface ReductionOptions {
  axes?: readonly number[];
  keepDimensions?: boolean;
}

/**
 * Sum over axes. Conditions are counted, in int64; whole numbers wrap around, as in `add`.
 *
 * @example
 * sum(x, { axes: [-1] }); // [rows, columns] → [rows]
 */
export function sum(x: Tensor, options: ReductionOptions = {}): Tensor {
  const { axes, shape, kept } = reducedShape("sum", x, options);
  if (x.dtype === "bool") return sum(cast(x, "int64"), options);
  if (axes.length === 0) return x;
  // Its product with ones fails where there are no elements.
  if (x.dtype === "uint32") return cast(sum(cast(x, "int64"), options), "uint32");
  if (!isFloat(x.dtype)) return wholeSum(x, axes, shape);
  return makeTensor({
    operator: "ReduceSum",
    inputs: [x, vector(axes)],
    attributes: { keepdims: options.keepDimensions ? 1 : 0 },
    dtype: x.dtype,
    shape,
    derivative: ([gradient]) => [stretch(gradient!, kept, x.shape)],
  });
}

/**
 * The tensor repeated along axes of length 1 (or missing ones in front) until it has the shape.
 *
 * @example
 * broadcastTo(constant([10, 20], [2]), [3, 2]); // [[10, 20], [10, 20], [10, 20]]
 */
export function broadcastTo(x: Tensor, target: Shape): Tensor {
  const shape = canonicalShape("broadcastTo", target);
  if (sameShape(x.shape, shape)) return x;
  const stretched = broadcastShapes(x.shape, shape);
  if (stretched === undefined || !sameShape(stretched, shape)) throw graphError("broadcastTo", `cannot stretch to ${printShape(shape)}`, [x]);
  return makeTensor({
    operator: "Expand",
    inputs: [x, shapeTensor(shape)],
    dtype: x.dtype,
    shape,
    derivative: ([gradient]) => [sumTo(gradient!, x.shape)],
  });
}

/**
 * A tensor of one value everywhere; the graph holds only the value.
 *
 * @example
 * full([2, 2], 7); // [[7, 7], [7, 7]]
 */
export function full(shape: Shape, value: number, dtype: DataType = "float32"): Tensor {
  return broadcastTo(scalar(value, dtype), shape);
}

/** Undoes broadcasting: sums over the axes along which `shape` was stretched to the tensor's shape. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const added = x.rank - shape.length;
  const leading = Array.from({ length: added }, (_, axis) => axis);
  const inner = leading.length === 0 ? x : sum(x, { axes: leading });
  const stretched = [...shape.keys()].filter((axis) => shape[axis] === 1 && inner.shape[axis] !== 1);
  return stretched.length === 0 ? inner : sum(inner, { axes: stretched, keepDimensions: true });
}

/** The shape a reduction leaves, checked axes counted from the front, and the shape with reduced axes kept as 1. */
export function reducedShape(operation: string, x: Tensor, { axes, keepDimensions = false }: ReductionOptions): { axes: number[]; shape: Shape; kept: Shape } {
  const chosen = new Set<number>();
  for (const axis of axes ?? x.shape.keys()) {
    const normalized = normalizeAxis(axis, x.rank);
    if (normalized === undefined) throw graphError(operation, `there is no axis ${axis}`, [x]);
    chosen.add(normalized);
  }
  const kept: Dimension[] = x.shape.map((dimension, axis) => (chosen.has(axis) ? 1 : dimension));
  const shape = keepDimensions ? kept : x.shape.filter((_, axis) => !chosen.has(axis));
  return { axes: [...chosen].sort((a, b) => a - b), shape, kept };
}

/** A reduction's gradient, first given back its reduced axes, then repeated along them. */
export function stretch(gradient: Tensor, kept: Shape, shape: Shape): Tensor {
  return broadcastTo(reshape(gradient, kept), shape);
}

/**
 * The same elements, in order, under another shape. One length may be −1: it is what remains.
 *
 * @throws SteadfastError `graph-trace` where the numbers of elements differ.
 * @example
 * reshape(constant([1, 2, 3, 4], [4]), [2, -1]); // [[1, 2], [3, 4]]
 */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const target = resolveShape(x, shape);
  if (sameShape(x.shape, target)) return x;
  return makeTensor({
    operator: "Reshape",
    inputs: [x, reshapeTarget(target)],
    attributes: { allowzero: 1 },
    dtype: x.dtype,
    shape: target,
    derivative: ([gradient]) => [reshape(gradient!, x.shape)],
  });
}

function resolveShape(x: Tensor, target: Shape): Shape {
  const total = productOf(x.shape);
  const open = target.indexOf(-1);
  const shape = canonicalShape("reshape", open < 0 ? target : target.with(open, 1));
  const known = productOf(shape.filter((_, axis) => axis !== open));
  if (open < 0) {
    if (known !== total) throw graphError("reshape", `the elements do not fit into ${printShape(shape)}`, [x]);
    return shape;
  }
  const rest = divideDimensions(total, known);
  if (rest === undefined) throw graphError("reshape", `no length for −1 makes the elements fit into ${printShape(shape)}`, [x]);
  return shape.with(open, rest);
}

/** One unknown length can be left to ONNX as −1, which keeps shapes of inference graphs constant. */
function reshapeTarget(shape: Shape): Tensor {
  const named = shape.filter((dimension) => typeof dimension === "string");
  if (named.length !== 1 || shape.includes(0)) return shapeTensor(shape);
  return vector(shape.map((dimension) => (typeof dimension === "string" ? -1 : dimension)));
}
