import { sameShape } from "../tensor/broadcast.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";

/**
 * A value computed one way and differentiated another: `value` as it is, and the gradient with respect to `inputs`
 * as `derivative` makes it from the gradient of the value. Nothing flows into how the value was computed.
 *
 * @example
 * // Straight-through rounding: rounds forward, passes the gradient unchanged.
 * withDerivative(floor(add(x, 0.5)), [x], (gradient) => [gradient]);
 */
export function withDerivative(value: Tensor, inputs: readonly Tensor[], derivative: (gradient: Tensor) => readonly (Tensor | undefined)[]): Tensor {
  return makeTensor({
    operator: "Identity",
    inputs: [value, ...inputs],
    dtype: value.dtype,
    shape: value.shape,
    derivative: ([gradient]) => {
      const found = derivative(gradient!);
      for (const [index, part] of found.entries()) {
        const input = inputs[index]!;
        if (part !== undefined && !(sameShape(part.shape, input.shape) && part.dtype === input.dtype)) throw graphError("withDerivative", `the gradient of input ${index} is not of its type`, [input, part]);
      }
      return [undefined, ...found];
    },
  });
}

/**
 * The tensor, with no gradient flowing into it.
 *
 * @example
 * grad(sum(multiply(x, stopGradient(x))), x); // [[1, 2], [3, 4]]
 */
export function stopGradient(x: Tensor): Tensor {
  return makeTensor({ operator: "Identity", inputs: [x], dtype: x.dtype, shape: x.shape, derivative: "none" });
}
