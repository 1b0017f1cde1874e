import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { greater, maximum, minimum, where } from "./compare.ts";
import { absolute, add, divide, exp, multiply, negate, requireFloat, sign, square, subtract } from "./elementwise.ts";
import { scalar } from "./constant.ts";
import { withDerivative } from "./with-derivative.ts";

/**
 * The error function. ONNX Runtime computes it in float32 only; float64, for checks, is composed of other ops.
 *
 * @example
 * erf(constant([0, 1], [2])); // [0, 0.842…]
 */
export function erf(x: Tensor): Tensor {
  requireFloat("erf", x);
  const slope = (gradient: Tensor): Tensor => multiply(gradient, multiply(exp(negate(square(x))), 2 / Math.sqrt(Math.PI)));
  if (x.dtype === "float64") return withDerivative(erf64(x), [x], (gradient) => [slope(gradient)]);
  return makeTensor({ operator: "Erf", inputs: [x], dtype: x.dtype, shape: x.shape, derivative: ([gradient]) => [slope(gradient!)] });
}

/**
 * Near 0 the Maclaurin series of e^(x²)·erf(x), all of whose terms have one sign; further out the continued fraction
 * of erfc at a fixed depth (Abramowitz and Stegun 7.1.6 and 7.1.14). Both to about 1e-15 on their sides of 2.5.
 */
function erf64(x: Tensor): Tensor {
  const magnitude = minimum(absolute(x), 6);
  const near = series(minimum(magnitude, 2.5));
  const far = continuedFraction(maximum(magnitude, 2.5));
  return multiply(sign(x), where(greater(magnitude, 2.5), far, near));
}

/** erf z = 2/√π · e^(−z²) · Σ 2ⁿ z^(2n+1) / (1·3·…·(2n+1)). */
function series(z: Tensor): Tensor {
  const squared = square(z);
  let sum: Tensor = scalar(1, "float64");
  for (let n = 50; n >= 1; n -= 1) sum = add(multiply(multiply(squared, 2 / (2 * n + 1)), sum), 1);
  return multiply(multiply(multiply(z, exp(negate(squared))), sum), 2 / Math.sqrt(Math.PI));
}

/** erfc z = e^(−z²)/√π · 1/(z + ½/(z + 1/(z + 3⁄2/(z + 2/(z + …))))). */
function continuedFraction(z: Tensor): Tensor {
  let tail = z;
  for (let k = 60; k >= 1; k -= 1) tail = add(z, divide(k / 2, tail));
  return subtract(1, divide(multiply(exp(negate(square(z))), 1 / Math.sqrt(Math.PI)), tail));
}
