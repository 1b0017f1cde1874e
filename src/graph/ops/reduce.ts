import { productOf } from "../tensor/dimension.ts";
import { isFloat } from "../tensor/data-type.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { cast, orderable } from "./cast.ts";
import { equal, where } from "./compare.ts";
import { divide, exp, multiply, requireFloat, subtract } from "./elementwise.ts";
import { reducedShape, type ReductionOptions, reshape, stretch, sum } from "./shape-and-sum.ts";
import { size, vector } from "./size.ts";
import { wholeExtreme } from "./whole-numbers.ts";

/**
 * Mean over axes.
 *
 * @example
 * mean(constant([1, 2, 6], [3])); // 3
 */
export function mean(x: Tensor, options: ReductionOptions = {}): Tensor {
  requireFloat("mean", x);
  const { axes } = reducedShape("mean", x, options);
  const count = productOf(axes.map((axis) => x.shape[axis]!));
  const divisor = typeof count === "number" ? count : reshape(cast(size(count), x.dtype), []);
  return divide(sum(x, options), divisor);
}

/**
 * Largest element over axes; of conditions: whether any holds. Elements that share the maximum share its gradient.
 *
 * @example
 * max(constant([1, 5, 2, 4], [2, 2]), { axes: [1] }); // [5, 4]
 */
export function max(x: Tensor, options: ReductionOptions = {}): Tensor {
  return extreme("max", "ReduceMax", x, options);
}

/**
 * Smallest element over axes; of conditions: whether all hold. Elements that share the minimum share its gradient.
 *
 * @example
 * min(constant([1, 5, 2, 4], [2, 2]), { axes: [1] }); // [1, 2]
 */
export function min(x: Tensor, options: ReductionOptions = {}): Tensor {
  return extreme("min", "ReduceMin", x, options);
}

/**
 * log Σ e^x over axes, without overflow. Of nothing but −∞ it is −∞, and the gradient 0; where +∞ is among the elements it
 * is +∞, and the gradient NaN at each +∞ and 0 at the others.
 *
 * @example
 * logSumExp(constant([0, 0], [2])); // 0.693…
 */
export function logSumExp(x: Tensor, options: ReductionOptions = {}): Tensor {
  requireFloat("logSumExp", x);
  const { axes, shape, kept } = reducedShape("logSumExp", x, options);
  // ONNX takes no axes for all axes.
  if (axes.length === 0) return x;
  return makeTensor({
    operator: "ReduceLogSumExp",
    inputs: [x, vector(axes)],
    attributes: { keepdims: options.keepDimensions ? 1 : 0 },
    dtype: x.dtype,
    shape,
    derivative: ([gradient], node) => {
      const result = reshape(node.outputs[0]!, kept);
      const softmax = exp(subtract(x, where(equal(result, Number.NEGATIVE_INFINITY), 0, result)));
      return [multiply(softmax, reshape(gradient!, kept))];
    },
  });
}

/**
 * Index of the largest element along an axis (the first of equals), int64.
 *
 * @example
 * argmax(constant([1, 5, 2], [3])); // 1
 */
export function argmax(x: Tensor, axis = -1): Tensor {
  const { axes, shape } = reducedShape("argmax", x, { axes: [axis] });
  return makeTensor({ operator: "ArgMax", inputs: [orderable(x)], attributes: { axis: axes[0]!, keepdims: 0 }, dtype: "int64", shape, derivative: "none" });
}

function extreme(operation: string, operator: "ReduceMax" | "ReduceMin", x: Tensor, options: ReductionOptions): Tensor {
  const { axes, shape, kept } = reducedShape(operation, x, options);
  if (axes.length === 0) return x;
  if (x.dtype === "uint32") return cast(extreme(operation, operator, orderable(x), options), "uint32");
  if (x.dtype === "int64") return wholeExtreme(x, operator === "ReduceMax" ? "largest" : "smallest", axes, shape);
  return makeTensor({
    operator,
    inputs: [x, vector(axes)],
    attributes: { keepdims: options.keepDimensions ? 1 : 0 },
    dtype: x.dtype,
    shape,
    derivative: isFloat(x.dtype)
      ? ([gradient], node) => {
          const reached = cast(equal(x, reshape(node.outputs[0]!, kept)), x.dtype);
          const shared = divide(reached, sum(reached, { axes, keepDimensions: true }));
          return [multiply(shared, stretch(gradient!, kept, x.shape))];
        }
      : "none",
  });
}
