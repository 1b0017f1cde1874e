import { broadcastShapes } from "../tensor/broadcast.ts";
import { isFloat } from "../tensor/data-type.ts";
import { graphError } from "../tensor/graph-error.ts";
import { type Derivative, makeTensor, Tensor } from "../tensor/tensor.ts";
import { asTensor, type Operand } from "./constant.ts";
import { sumTo } from "./shape-and-sum.ts";
import { wholeQuotient, wholeSign } from "./whole-numbers.ts";

/**
 * Elementwise sum, with broadcasting.
 *
 * @example
 * add(constant([1, 2, 3, 4], [2, 2]), constant([10, 20], [2])); // [[11, 22], [13, 24]]
 */
export function add(a: Operand, b: Operand): Tensor {
  return binary("add", "Add", a, b, (gradient) => [gradient, gradient]);
}

/**
 * Elementwise difference, with broadcasting.
 *
 * @example
 * subtract(constant([5, 7], [2]), 2); // [3, 5]
 */
export function subtract(a: Operand, b: Operand): Tensor {
  return binary("subtract", "Sub", a, b, (gradient) => [gradient, negate(gradient)]);
}

/**
 * Elementwise product, with broadcasting.
 *
 * @example
 * multiply(constant([1, 2, 3], [3]), 2); // [2, 4, 6]
 */
export function multiply(a: Operand, b: Operand): Tensor {
  return binary("multiply", "Mul", a, b, (gradient, x, y) => [multiply(gradient, y), multiply(gradient, x)]);
}

/**
 * Elementwise quotient, with broadcasting. Of whole numbers: cut toward zero; a division by 0 makes the run fail.
 *
 * @example
 * divide(constant([-7, 7], [2], "int32"), 2); // [-3, 3]
 */
export function divide(a: Operand, b: Operand): Tensor {
  const { a: dividend, b: divisor, shape } = operands("divide", a, b);
  if (dividend.dtype === "int32" || dividend.dtype === "int64") return wholeQuotient(dividend, divisor, shape);
  return binary("divide", "Div", a, b, (gradient, _x, y, quotient) => [divide(gradient, y), negate(divide(multiply(gradient, quotient), y))]);
}

/**
 * Elementwise `a` to the power of a fixed exponent.
 *
 * @example
 * power(constant([2, 3], [2]), 2); // [4, 9]
 */
export function power(a: Tensor, exponent: number): Tensor {
  requireFloat("power", a);
  return makeTensor({
    operator: "Pow",
    inputs: [a, asTensor(exponent, a.dtype)],
    dtype: a.dtype,
    shape: a.shape,
    derivative: ([gradient]) => {
      if (exponent === 0) return [undefined, undefined];
      return [multiply(gradient!, exponent === 1 ? 1 : multiply(exponent, exponent === 2 ? a : power(a, exponent - 1))), undefined];
    },
  });
}

/**
 * −x.
 *
 * @example
 * negate(constant([1, -2], [2])); // [-1, 2]
 */
export function negate(x: Tensor): Tensor {
  requireNumbers("negate", x);
  if (x.dtype === "uint32") throw graphError("negate", "the type has no negative numbers", [x], "cast the tensor to int64.");
  return unary("Neg", x, (gradient) => negate(gradient));
}

/**
 * x².
 *
 * @example
 * square(constant([2, -3], [2])); // [4, 9]
 */
export function square(x: Tensor): Tensor {
  return multiply(x, x);
}

/**
 * eˣ.
 *
 * @example
 * exp(constant([0, 1], [2])); // [1, 2.718…]
 */
export function exp(x: Tensor): Tensor {
  return unary("Exp", floatOnly("exp", x), (gradient, result) => multiply(gradient, result));
}

/**
 * The natural logarithm; −∞ at 0, NaN below.
 *
 * @example
 * log(constant([1, Math.E], [2])); // [0, 1]
 */
export function log(x: Tensor): Tensor {
  return unary("Log", floatOnly("log", x), (gradient) => divide(gradient, x));
}

/**
 * √x; NaN below 0. The gradient at 0 is infinite.
 *
 * @example
 * sqrt(constant([4, 9], [2])); // [2, 3]
 */
export function sqrt(x: Tensor): Tensor {
  return unary("Sqrt", floatOnly("sqrt", x), (gradient, result) => divide(gradient, multiply(result, 2)));
}

/**
 * 1 ÷ x.
 *
 * @example
 * reciprocal(constant([2, 4], [2])); // [0.5, 0.25]
 */
export function reciprocal(x: Tensor): Tensor {
  return unary("Reciprocal", floatOnly("reciprocal", x), (gradient, result) => negate(multiply(gradient, square(result))));
}

/**
 * The hyperbolic tangent.
 *
 * @example
 * tanh(constant([0, 1], [2])); // [0, 0.761…]
 */
export function tanh(x: Tensor): Tensor {
  return unary("Tanh", floatOnly("tanh", x), (gradient, result) => multiply(gradient, subtract(1, square(result))));
}

/**
 * 1 ÷ (1 + e^−x).
 *
 * @example
 * sigmoid(constant([0, 1], [2])); // [0.5, 0.731…]
 */
export function sigmoid(x: Tensor): Tensor {
  return unary("Sigmoid", floatOnly("sigmoid", x), (gradient, result) => multiply(gradient, multiply(result, subtract(1, result))));
}

/**
 * The sine; x in radians.
 *
 * @example
 * sin(constant([0, Math.PI / 2], [2])); // [0, 1]
 */
export function sin(x: Tensor): Tensor {
  return unary("Sin", floatOnly("sin", x), (gradient) => multiply(gradient, cos(x)));
}

/**
 * The cosine; x in radians.
 *
 * @example
 * cos(constant([0, Math.PI], [2])); // [1, -1]
 */
export function cos(x: Tensor): Tensor {
  return unary("Cos", floatOnly("cos", x), (gradient) => negate(multiply(gradient, sin(x))));
}

/**
 * −1, 0 or 1; its gradient is zero.
 *
 * @example
 * sign(constant([-3, 0, 2], [3])); // [-1, 0, 1]
 */
export function sign(x: Tensor): Tensor {
  requireNumbers("sign", x);
  if (x.dtype === "int64") return wholeSign(x);
  return unary("Sign", x, "none");
}

/**
 * |x|; the gradient at 0 is 0.
 *
 * @example
 * absolute(constant([-2, 3], [2])); // [2, 3]
 */
export function absolute(x: Tensor): Tensor {
  requireNumbers("absolute", x);
  return unary("Abs", x, (gradient) => multiply(gradient, sign(x)));
}

/**
 * The largest whole number not above; its gradient is zero.
 *
 * @example
 * floor(constant([-1.5, 1.5], [2])); // [-2, 1]
 */
export function floor(x: Tensor): Tensor {
  return unary("Floor", floatOnly("floor", x), "none");
}

/** Both operands with numbers made tensors, their types checked, and the shape of the result. */
export function operands(operation: string, a: Operand, b: Operand): { a: Tensor; b: Tensor; shape: Tensor["shape"] } {
  const dtype = a instanceof Tensor ? a.dtype : b instanceof Tensor ? b.dtype : "float32";
  const left = asTensor(a, dtype);
  const right = asTensor(b, dtype);
  if (left.dtype !== right.dtype) throw graphError(operation, "the data types differ", [left, right], "cast one of them.");
  const shape = broadcastShapes(left.shape, right.shape);
  if (shape === undefined) throw graphError(operation, "the shapes do not broadcast", [left, right]);
  return { a: left, b: right, shape };
}

/** An elementwise op on two operands, with the gradient of each before broadcasting is undone. */
export function binary(
  operation: string,
  operator: string,
  first: Operand,
  second: Operand,
  gradients: (gradient: Tensor, a: Tensor, b: Tensor, result: Tensor) => readonly [Tensor, Tensor],
): Tensor {
  const { a, b, shape } = operands(operation, first, second);
  requireNumbers(operation, a);
  const derivative: Derivative = ([gradient], node) => {
    const [gradientA, gradientB] = gradients(gradient!, a, b, node.outputs[0]!);
    return [sumTo(gradientA, a.shape), sumTo(gradientB, b.shape)];
  };
  return makeTensor({ operator, inputs: [a, b], dtype: a.dtype, shape, derivative: isFloat(a.dtype) ? derivative : "none" });
}

function unary(operator: string, x: Tensor, gradientOf: ((gradient: Tensor, result: Tensor) => Tensor) | "none"): Tensor {
  const derivative: Derivative | "none" = gradientOf === "none" || !isFloat(x.dtype) ? "none" : ([gradient], node) => [gradientOf(gradient!, node.outputs[0]!)];
  return makeTensor({ operator, inputs: [x], dtype: x.dtype, shape: x.shape, derivative });
}

function floatOnly(operation: string, x: Tensor): Tensor {
  requireFloat(operation, x);
  return x;
}

export function requireNumbers(operation: string, x: Tensor): void {
  if (x.dtype === "bool") throw graphError(operation, "the elements must be numbers", [x], "cast the tensor to int32, or use and, or, not.");
}

export function requireFloat(operation: string, x: Tensor): void {
  if (!isFloat(x.dtype)) throw graphError(operation, "the elements must be floating-point numbers", [x], "cast the tensor to float32.");
}
