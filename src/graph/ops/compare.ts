import { broadcastShapes } from "../tensor/broadcast.ts";
import { isFloat } from "../tensor/data-type.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { asTensor, type Operand } from "./constant.ts";
import { cast } from "./cast.ts";
import { add, binary, multiply, operands, requireNumbers } from "./elementwise.ts";
import { sumTo } from "./shape-and-sum.ts";

/**
 * a = b, elementwise with broadcasting: bool.
 *
 * @example
 * equal(constant([1, 2], [2]), 2); // [false, true]
 */
export function equal(a: Operand, b: Operand): Tensor {
  return comparison("equal", "Equal", a, b);
}

/**
 * a < b, elementwise with broadcasting: bool.
 *
 * @example
 * less(constant([1, 2, 3], [3]), 2); // [true, false, false]
 */
export function less(a: Operand, b: Operand): Tensor {
  return ordering("less", "Less", a, b);
}

/**
 * a ≤ b, elementwise with broadcasting: bool.
 *
 * @example
 * lessOrEqual(constant([1, 2, 3], [3]), 2); // [true, true, false]
 */
export function lessOrEqual(a: Operand, b: Operand): Tensor {
  return ordering("lessOrEqual", "LessOrEqual", a, b);
}

/**
 * a > b, elementwise with broadcasting: bool.
 *
 * @example
 * greater(constant([1, 2, 3], [3]), 2); // [false, false, true]
 */
export function greater(a: Operand, b: Operand): Tensor {
  return ordering("greater", "Greater", a, b);
}

/**
 * a ≥ b, elementwise with broadcasting: bool.
 *
 * @example
 * greaterOrEqual(constant([1, 2, 3], [3]), 2); // [false, true, true]
 */
export function greaterOrEqual(a: Operand, b: Operand): Tensor {
  return ordering("greaterOrEqual", "GreaterOrEqual", a, b);
}

/**
 * Both of two conditions.
 *
 * @example
 * and(greater(ids, 0), less(ids, 9)); // [[true, true], [false, true], [true, false]]
 */
export function and(a: Tensor, b: Tensor): Tensor {
  return comparison("and", "And", bool("and", a), bool("and", b));
}

/**
 * At least one of two conditions.
 *
 * @example
 * or(equal(ids, 0), equal(ids, 5)); // [[true, false], [true, false], [true, false]]
 */
export function or(a: Tensor, b: Tensor): Tensor {
  return comparison("or", "Or", bool("or", a), bool("or", b));
}

/**
 * The condition's opposite.
 *
 * @example
 * not(equal(constant([1, 2], [2]), 2)); // [true, false]
 */
export function not(a: Tensor): Tensor {
  return makeTensor({ operator: "Not", inputs: [bool("not", a)], dtype: "bool", shape: a.shape, derivative: "none" });
}

/**
 * Elements of `a` where the condition holds, else of `b`; all three broadcast. The gradient of what is not chosen is 0,
 * whatever its value, so a NaN in the branch not taken does not spread.
 *
 * @example
 * where(mask, scores, -1e9); // [[1, -1e9], [3, 4]]
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  bool("where", condition);
  const { a: chosen, b: other, shape: common } = operands("where", a, b);
  const shape = broadcastShapes(condition.shape, common);
  if (shape === undefined) throw graphError("where", "the shapes do not broadcast", [condition, chosen, other]);
  // ONNX Runtime chooses between neither conditions nor uint32, whose bits are those of an int32.
  if (chosen.dtype === "bool") return or(and(condition, chosen), and(not(condition), other));
  if (chosen.dtype === "uint32") return cast(where(condition, cast(chosen, "int32"), cast(other, "int32")), "uint32");
  return makeTensor({
    operator: "Where",
    inputs: [condition, chosen, other],
    dtype: chosen.dtype,
    shape,
    derivative: isFloat(chosen.dtype)
      ? ([gradient]) => [undefined, sumTo(where(condition, gradient!, 0), chosen.shape), sumTo(where(condition, 0, gradient!), other.shape)]
      : "none",
  });
}

/**
 * The larger of two; where they are equal each gets half of the gradient. Of conditions: `or`.
 *
 * @example
 * maximum(constant([1, 5], [2]), 3); // [3, 5]
 */
export function maximum(a: Operand, b: Operand): Tensor {
  const { dtype } = operands("maximum", a, b).a;
  if (dtype === "bool") return comparison("maximum", "Or", a, b);
  // ONNX Runtime misorders some int64: see whole-numbers.ts.
  if (dtype === "int64") return where(greater(a, b), a, b);
  return binary("maximum", "Max", a, b, (gradient, x, y) => [share(gradient, x, y), share(gradient, y, x)]);
}

/**
 * The smaller of two; where they are equal each gets half of the gradient. Of conditions: `and`.
 *
 * @example
 * minimum(constant([1, 5], [2]), 3); // [1, 3]
 */
export function minimum(a: Operand, b: Operand): Tensor {
  const { dtype } = operands("minimum", a, b).a;
  if (dtype === "bool") return comparison("minimum", "And", a, b);
  if (dtype === "int64") return where(less(a, b), a, b);
  return binary("minimum", "Min", a, b, (gradient, x, y) => [share(gradient, y, x), share(gradient, x, y)]);
}

/**
 * The nearest value within [low, high]; the gradient passes where nothing was cut (bounds included).
 *
 * @example
 * clamp(constant([-2, 0.5, 2], [3]), -1, 1); // [-1, 0.5, 1]
 */
export function clamp(x: Tensor, low: number, high: number): Tensor {
  requireNumbers("clamp", x);
  if (!(low <= high)) throw graphError("clamp", `the bounds [${low}, ${high}] are empty`, [x]);
  if (x.dtype === "int64") return minimum(maximum(x, low), high);
  return makeTensor({
    operator: "Clip",
    inputs: [x, asTensor(low, x.dtype), asTensor(high, x.dtype)],
    dtype: x.dtype,
    shape: x.shape,
    derivative: isFloat(x.dtype) ? ([gradient]) => [where(and(greaterOrEqual(x, low), lessOrEqual(x, high)), gradient!, 0)] : "none",
  });
}

/** The gradient's share of `winner` in a maximum of the two: all, half or nothing. */
function share(gradient: Tensor, winner: Tensor, loser: Tensor): Tensor {
  const reached = cast(greaterOrEqual(winner, loser), gradient.dtype);
  const passed = cast(greater(winner, loser), gradient.dtype);
  return multiply(gradient, multiply(add(reached, passed), 0.5));
}

function ordering(operation: string, operator: string, a: Operand, b: Operand): Tensor {
  requireNumbers(operation, operands(operation, a, b).a);
  return comparison(operation, operator, a, b);
}

function comparison(operation: string, operator: string, first: Operand, second: Operand): Tensor {
  const { a, b, shape } = operands(operation, first, second);
  return makeTensor({ operator, inputs: [a, b], dtype: "bool", shape, derivative: "none" });
}

function bool(operation: string, x: Tensor): Tensor {
  if (x.dtype !== "bool") throw graphError(operation, "a condition must be of type bool", [x]);
  return x;
}
