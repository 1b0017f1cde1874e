import { messageOf } from "../../base/index.ts";
import { arrayOf, type DataType, dataTypes, type TypedArray } from "../tensor/data-type.ts";
import type { Shape } from "../tensor/dimension.ts";
import { graphError } from "../tensor/graph-error.ts";
import { makeTensor, Tensor } from "../tensor/tensor.ts";

/** What arithmetic takes: a tensor, or a plain number that takes on the other operand's type. */
export type Operand = Tensor | number;

/**
 * A tensor whose elements are fixed when the graph is compiled: weights of a frozen model, tables, masks.
 * The array is not copied; it must not change while a compiled function uses it.
 *
 * @throws SteadfastError `graph-trace` where the array's length or type does not fit.
 * @example
 * const table = constant(new Float32Array([1, 2, 3, 4]), [2, 2]);
 */
export function constant(data: TypedArray | readonly number[], shape: readonly number[], dtype?: DataType): Tensor {
  const resolved = dtype ?? (Array.isArray(data) ? "float32" : dataTypeOf(data as TypedArray));
  const array = Array.isArray(data) ? checkedArray(resolved, data) : (data as TypedArray);
  if (!(array instanceof dataTypes[resolved].array)) throw graphError("constant", `a ${array.constructor.name} cannot hold ${resolved}`);
  const count = shape.reduce((product, length) => product * length, 1);
  if (array.length !== count) throw graphError("constant", `${array.length} elements do not fill`, [{ dtype: resolved, shape }]);
  return makeTensor({ operator: "Constant", inputs: [], dtype: resolved, shape, data: array, derivative: "none" });
}

/**
 * A tensor without axes.
 *
 * @example
 * add(scalar(2), 1); // 3
 */
export function scalar(value: number, dtype: DataType = "float32"): Tensor {
  return constant(checkedArray(dtype, [value]), [], dtype);
}

function checkedArray(dtype: DataType, elements: readonly number[]): TypedArray {
  try {
    return arrayOf(dtype, elements);
  } catch (error) {
    throw graphError("constant", messageOf(error));
  }
}

/** The operand as a tensor: numbers become scalars of the type. */
export function asTensor(operand: Operand, dtype: DataType): Tensor {
  return operand instanceof Tensor ? operand : scalar(operand, dtype);
}

function dataTypeOf(data: TypedArray): DataType {
  for (const [dtype, { array }] of Object.entries(dataTypes)) {
    if (data instanceof array) return dtype as DataType;
  }
  throw graphError("constant", "the elements are not in a typed array of a known type");
}

/** A length that is known only while running cannot be part of a constant. */
export function fixedShape(operation: string, shape: Shape): number[] {
  return shape.map((dimension) => {
    if (typeof dimension === "string") throw graphError(operation, `the length "${dimension}" must be a number here`);
    return dimension;
  });
}
