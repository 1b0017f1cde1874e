import { type Dimension, productOf, type Shape } from "../tensor/dimension.ts";
import type { DataType } from "../tensor/data-type.ts";
import { makeNode, makeTensor, type Tensor } from "../tensor/tensor.ts";
import { cast } from "./cast.ts";
import { scalar } from "./constant.ts";
import { shapeTensor, vector } from "./size.ts";

// What ONNX Runtime 1.30 gets wrong on whole numbers, made of what it gets right. Its ReduceSum goes through
// floating-point numbers and saturates; ReduceMax, ReduceMin, Max, Min, Clip and Sign misorder some int64 (Eigen's SSE2
// comparison, see github.com/microsoft/onnxruntime/pull/25280); Div of the least number by −1 kills the process.

/** Sum over axes that wraps around, as a product with ones. */
export function wholeSum(x: Tensor, axes: readonly number[], shape: Shape): Tensor {
  const rows = axesLast(x, axes);
  const [count, length] = rows.shape as [Dimension, Dimension];
  const ones = node("Expand", [scalar(1, x.dtype), shapeTensor([length, 1])], x.dtype, [length, 1]);
  return node("Reshape", [node("MatMul", [rows, ones], x.dtype, [count, 1]), shapeTensor(shape)], x.dtype, shape);
}

/** Largest or smallest int64 over axes. */
export function wholeExtreme(x: Tensor, which: "largest" | "smallest", axes: readonly number[], shape: Shape): Tensor {
  const rows = axesLast(x, axes);
  const single = [rows.shape[0]!, 1];
  const [values] = makeNode({
    operator: "TopK",
    inputs: [rows, vector([1])],
    attributes: { axis: 1, largest: which === "largest" ? 1 : 0, sorted: 1 },
    outputs: [{ dtype: x.dtype, shape: single }, { dtype: "int64", shape: single }],
    derivative: "none",
  });
  return node("Reshape", [values!, shapeTensor(shape)], x.dtype, shape);
}

/** a ÷ b, cut toward zero, wrapping around where the least number is divided by −1. */
export function wholeQuotient(a: Tensor, b: Tensor, shape: Shape): Tensor {
  if (b.node.data?.every((element) => Number(element) !== -1)) return node("Div", [a, b], a.dtype, shape);
  const minusOne = node("Equal", [b, scalar(-1, b.dtype)], "bool", b.shape);
  const divisor = node("Where", [minusOne, scalar(1, b.dtype), b], b.dtype, b.shape);
  return node("Where", [minusOne, node("Neg", [a], a.dtype, a.shape), node("Div", [a, divisor], a.dtype, shape)], a.dtype, shape);
}

/** −1, 0 or 1. */
export function wholeSign(x: Tensor): Tensor {
  const zero = scalar(0, x.dtype);
  const [above, below] = ["Greater", "Less"].map((operator) => cast(node(operator, [x, zero], "bool", x.shape), x.dtype)) as [Tensor, Tensor];
  return node("Sub", [above, below], x.dtype, x.shape);
}

/** [elements kept, elements reduced]: the axes moved to the end and joined, and so are the others. */
function axesLast(x: Tensor, axes: readonly number[]): Tensor {
  const kept = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const moved = node("Transpose", [x], x.dtype, order.map((axis) => x.shape[axis]!), { perm: order });
  const shape = [kept, axes].map((group) => productOf(group.map((axis) => x.shape[axis]!)));
  return node("Reshape", [moved, shapeTensor(shape)], x.dtype, shape);
}

function node(operator: string, inputs: readonly Tensor[], dtype: DataType, shape: Shape, attributes: Readonly<Record<string, number | readonly number[]>> = operator === "Reshape" ? { allowzero: 1 } : {}): Tensor {
  return makeTensor({ operator, inputs, attributes, dtype, shape, derivative: "none" });
}
