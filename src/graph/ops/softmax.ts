import { checkedAxis } from "../tensor/checked-axis.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { exp, multiply, requireFloat, subtract } from "./elementwise.ts";
import { sum } from "./shape-and-sum.ts";

/**
 * e^x ÷ Σ e^x along an axis.
 *
 * @example
 * softmax(constant([0, 0], [2])); // [0.5, 0.5]
 */
export function softmax(x: Tensor, axis = -1): Tensor {
  requireFloat("softmax", x);
  const place = checkedAxis("softmax", x, axis);
  return makeTensor({
    operator: "Softmax",
    inputs: [x],
    attributes: { axis: place },
    dtype: x.dtype,
    shape: x.shape,
    derivative: ([gradient], node) => {
      const weighted = multiply(gradient!, node.outputs[0]!);
      return [subtract(weighted, multiply(node.outputs[0]!, sum(weighted, { axes: [place], keepDimensions: true })))];
    },
  });
}

/**
 * log(softmax(x)) along an axis, without overflow or underflow.
 *
 * @example
 * logSoftmax(constant([0, 0], [2])); // [-0.693…, -0.693…]
 */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  requireFloat("logSoftmax", x);
  const place = checkedAxis("logSoftmax", x, axis);
  return makeTensor({
    operator: "LogSoftmax",
    inputs: [x],
    attributes: { axis: place },
    dtype: x.dtype,
    shape: x.shape,
    derivative: ([gradient], node) => [subtract(gradient!, multiply(exp(node.outputs[0]!), sum(gradient!, { axes: [place], keepDimensions: true })))],
  });
}
