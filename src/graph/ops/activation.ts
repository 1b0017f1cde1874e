import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { cast } from "./cast.ts";
import { greater, less } from "./compare.ts";
import { absolute, add, exp, multiply, requireFloat, sigmoid, square, subtract, tanh } from "./elementwise.ts";
import { erf } from "./erf.ts";

const sqrtHalf = Math.SQRT1_2;
const sqrtTwoOverPi = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/** A power of two, so that dividing by it and multiplying again loses nothing. */
const slopeBound = 1024;

/**
 * max(x, 0); the gradient at 0 is 0.
 *
 * @example
 * relu(constant([-1, 2], [2])); // [0, 2]
 */
export function relu(x: Tensor): Tensor {
  requireFloat("relu", x);
  return makeTensor({
    operator: "Relu",
    inputs: [x],
    dtype: x.dtype,
    shape: x.shape,
    derivative: ([gradient]) => [multiply(gradient!, cast(greater(x, 0), x.dtype))],
  });
}

/**
 * x · σ(x), also called swish.
 *
 * @example
 * silu(constant([0, 1], [2])); // [0, 0.731…]
 */
export function silu(x: Tensor): Tensor {
  requireFloat("silu", x);
  return multiply(x, sigmoid(x));
}

/**
 * x · Φ(x), with the normal distribution's Φ: the exact GELU (Hendrycks and Gimpel 2016, arXiv 1606.08415).
 *
 * @example
 * gelu(constant([-1, 0, 1], [3])); // [-0.1586…, 0, 0.8413…]
 */
export function gelu(x: Tensor): Tensor {
  requireFloat("gelu", x);
  if (x.dtype === "float64") return multiply(x, normalCumulative(x));
  return makeTensor({
    operator: "Gelu",
    domain: "com.microsoft",
    inputs: [x],
    dtype: x.dtype,
    shape: x.shape,
    derivative: ([gradient]) => {
      const density = multiply(exp(multiply(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return [multiply(gradient!, add(normalCumulative(x), multiply(x, density)))];
    },
  });
}

/**
 * GELU by tanh, as GPT-2 has it: x/2 · (1 + tanh u), u = √(2/π)·(x + 0.044715·x³).
 *
 * @example
 * geluTanh(constant([-1, 0, 1], [3])); // [-0.1588…, 0, 0.8411…]
 */
export function geluTanh(x: Tensor): Tensor {
  requireFloat("geluTanh", x);
  if (x.dtype === "float64") {
    const argument = multiply(multiply(x, add(multiply(square(x), cubic), 1)), sqrtTwoOverPi);
    return multiply(multiply(x, 0.5), add(tanh(argument), 1));
  }
  return makeTensor({
    operator: "FastGelu",
    domain: "com.microsoft",
    inputs: [x],
    dtype: x.dtype,
    shape: x.shape,
    derivative: ([gradient], node) => [multiply(gradient!, geluTanhSlope(x, node.outputs[0]!))],
  });
}

/**
 * The slope of geluTanh, in few passes: ½(1 + tanh u) is s = σ(2u), so y = x·s and y′ = s + y·(1 − s)·2u′. Far out
 * y·(1 − s) is 0, which an infinite u′ would make NaN: 2u′ is bounded, at a |x| of 69 where s has long been 0 or 1.
 */
function geluTanhSlope(x: Tensor, y: Tensor): Tensor {
  const squared = square(x);
  const s = sigmoid(multiply(x, add(multiply(squared, 2 * sqrtTwoOverPi * cubic), 2 * sqrtTwoOverPi)));
  const doubledSlope = multiply(hardSigmoid(squared, (6 * sqrtTwoOverPi * cubic) / slopeBound, (2 * sqrtTwoOverPi) / slopeBound), slopeBound);
  return add(s, multiply(multiply(y, subtract(1, s)), doubledSlope));
}

/** a·x + b within [0, 1], in one pass; the gradient is 0 where it is cut. */
function hardSigmoid(x: Tensor, a: number, b: number): Tensor {
  return makeTensor({
    operator: "HardSigmoid",
    inputs: [x],
    attributes: { alpha: { float: a }, beta: { float: b } },
    dtype: x.dtype,
    shape: x.shape,
    derivative: ([gradient], node) => [multiply(multiply(gradient!, a), cast(less(absolute(subtract(node.outputs[0]!, 0.5)), 0.5), x.dtype))],
  });
}

function normalCumulative(x: Tensor): Tensor {
  return multiply(add(erf(multiply(x, sqrtHalf)), 1), 0.5);
}
