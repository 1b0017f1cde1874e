import { messageOf, SteadfastError } from "../base/index.ts";
import { arrayOf, type DataType, dataTypes, type TypedArray } from "./tensor/data-type.ts";
import { evaluateDimension, isDimensionName, printShape } from "./tensor/dimension.ts";
import { printType } from "./tensor/graph-error.ts";
import type { Tensor, TensorType } from "./tensor/tensor.ts";

/** Numbers that exist: what compiled functions take and return. Elements stand in row-major order. */
export interface TensorValue {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

/**
 * A value from plain numbers or a typed array (which is not copied).
 *
 * @throws SteadfastError `value-wrong` where the elements do not fill the shape or cannot hold the type
 * @example
 * const ids = tensorValue("int32", [1, 3], [5, 7, 9]);
 */
export function tensorValue(dtype: DataType, shape: readonly number[], data: TypedArray | readonly number[]): TensorValue {
  const array = Array.isArray(data) ? checkedArray(dtype, data) : (data as TypedArray);
  const value = { dtype, shape, data: array };
  checkValue("value", value);
  return value;
}

function checkedArray(dtype: DataType, elements: readonly number[]): TypedArray {
  try {
    return arrayOf(dtype, elements);
  } catch (error) {
    throw wrongValue(`A value cannot be made: ${messageOf(error)}.`);
  }
}

export function isTensorValue(value: unknown): value is TensorValue {
  return typeof value === "object" && value !== null && "dtype" in value && "shape" in value && "data" in value;
}

/** What a value must be before it is handed to native code. */
export function checkValue(path: string, value: TensorValue): void {
  if (!Object.hasOwn(dataTypes, value.dtype)) throw wrongValue(`"${path}" has the unknown data type ${String(value.dtype)}.`);
  if (!(value.data instanceof dataTypes[value.dtype].array)) throw wrongValue(`"${path}" is ${value.dtype}, which a ${value.data?.constructor.name} cannot hold.`);
  const valid = Array.isArray(value.shape) && value.shape.every((length) => Number.isSafeInteger(length) && length >= 0);
  const count = valid ? value.shape.reduce((product, length) => product * length, 1) : Number.NaN;
  if (count !== value.data.length) throw wrongValue(`"${path}" has ${value.data.length} elements, which do not fill ${printShape(value.shape)}.`);
}

/** Binds the names of dimensions that the value is the first to show. */
export function bindNames(value: TensorValue, expected: TensorType, bound: Map<string, number>): void {
  if (value.shape?.length !== expected.shape.length) return;
  for (const [axis, dimension] of expected.shape.entries()) {
    if (typeof dimension === "string" && isDimensionName(dimension) && !bound.has(dimension)) bound.set(dimension, value.shape[axis]!);
  }
}

/** Checks a value against the type that was expected, under the lengths that are bound to names. */
export function matchValue(path: string, value: TensorValue, expected: TensorType, bound: ReadonlyMap<string, number>): void {
  checkValue(path, value);
  const fits = value.dtype === expected.dtype && value.shape.length === expected.shape.length && expected.shape.every((dimension, axis) => evaluateDimension(dimension, bound) === value.shape[axis]);
  if (fits) return;
  const names = [...bound].map(([name, length]) => `${name} = ${length}`).join(", ");
  throw wrongValue(`"${path}" must be ${printType(expected)} but is ${printType(value)}${names === "" ? "" : ` (${names})`}.`);
}

export function wrongValue(sentence: string): SteadfastError {
  return new SteadfastError({ code: "value-wrong", sentence });
}

/** The tree of values that a tree of tensors stands for. */
export type ValuesOf<T> = T extends Tensor | TensorType ? TensorValue : { [Key in keyof T]: ValuesOf<T[Key]> };
