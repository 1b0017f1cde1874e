import { type Dimension, type Shape, termsOf } from "../tensor/dimension.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { constant } from "./constant.ts";

/**
 * The value of a dimension while running, int64[1]. Names are bound by the graph's inputs.
 *
 * @example
 * const rows = size("batch"); // as many as the input with an axis called "batch" has
 */
export function size(dimension: Dimension): Tensor {
  if (typeof dimension === "number") return vector([dimension]);
  const terms = termsOf(dimension).map(({ coefficient, names }) => {
    const factors = names.map((name) => makeTensor({ operator: "Size", inputs: [], attributes: { name }, dtype: "int64", shape: [1], derivative: "none" }));
    if (coefficient !== 1 || factors.length === 0) factors.unshift(vector([coefficient]));
    return factors.reduce((a, b) => arithmetic("Mul", a, b));
  });
  return terms.reduce((a, b) => arithmetic("Add", a, b));
}

/** A whole shape while running, int64[rank]. */
export function shapeTensor(shape: Shape): Tensor {
  if (shape.every((dimension) => typeof dimension === "number")) return vector(shape as number[]);
  const parts = shape.map(size);
  if (parts.length === 1) return parts[0]!;
  return makeTensor({ operator: "Concat", inputs: parts, attributes: { axis: 0 }, dtype: "int64", shape: [shape.length], derivative: "none" });
}

/** An int64 constant with one axis: axes, starts, repeats and the like. */
export function vector(elements: readonly number[]): Tensor {
  return constant(elements, [elements.length], "int64");
}

function arithmetic(operator: "Mul" | "Add", a: Tensor, b: Tensor): Tensor {
  return makeTensor({ operator, inputs: [a, b], dtype: "int64", shape: [1], derivative: "none" });
}
