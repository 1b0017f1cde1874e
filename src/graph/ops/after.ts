import { graphError } from "../tensor/graph-error.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { isFloat } from "../tensor/data-type.ts";
import { cast } from "./cast.ts";
import { greater, or } from "./compare.ts";
import { add } from "./elementwise.ts";
import { reshape } from "./shape-and-sum.ts";
import { slice } from "./slice.ts";
import { withDerivative } from "./with-derivative.ts";

/**
 * The tensor unchanged, but computed only after the others: an order that no optimiser may undo, because the value
 * is made to depend on them (by adding "one of their elements is greater than infinity", which is 0, even for NaN).
 * Tensors without elements are not waited for.
 *
 * @example
 * const updated = after(weight, [loss]); // [rows, columns]
 */
export function after(x: Tensor, others: readonly Tensor[]): Tensor {
  const awaited = others.filter((other) => !other.shape.includes(0));
  if (awaited.length === 0) return x;
  const zeros = awaited.map((other) => {
    if (!isFloat(other.dtype)) throw graphError("after", "only floating-point tensors can be waited for", [other]);
    return cast(greater(slice(reshape(other, [-1]), 0, 0, 1), Number.POSITIVE_INFINITY), x.dtype);
  });
  const join = x.dtype === "bool" ? or : add;
  const zero = reshape(zeros.reduce(join), []);
  return withDerivative(join(x, zero), [x], (gradient) => [gradient]);
}
