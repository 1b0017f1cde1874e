/** The element types of tensors. float64 is for checks; ids and indices are int32 or int64. */
export type DataType = "float32" | "float64" | "int64" | "int32" | "uint32" | "bool";

/** The JavaScript arrays that hold elements. bool is one byte an element, 0 or 1. */
export type TypedArray = Float32Array | Float64Array | BigInt64Array | Int32Array | Uint32Array | Uint8Array;

type ArrayConstructor = {
  new (length: number): TypedArray;
  new (buffer: ArrayBufferLike, byteOffset?: number, length?: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
};

/** Per type: the number that ONNX gives it in `TensorProto.DataType`, and the array that holds it. */
export const dataTypes: Record<DataType, { onnx: number; array: ArrayConstructor }> = {
  float32: { onnx: 1, array: Float32Array },
  float64: { onnx: 11, array: Float64Array },
  int64: { onnx: 7, array: BigInt64Array },
  int32: { onnx: 6, array: Int32Array },
  uint32: { onnx: 12, array: Uint32Array },
  bool: { onnx: 9, array: Uint8Array },
};

export function isFloat(dtype: DataType): boolean {
  return dtype === "float32" || dtype === "float64";
}

/**
 * A typed array of the type from plain numbers (or booleans).
 *
 * @throws RangeError where an element is no number, or the type cannot hold it: 1.5 or 2^40 as int32, −1 as uint32, 2 as bool
 */
export function arrayOf(dtype: DataType, elements: ArrayLike<number | bigint | boolean>): TypedArray {
  const array = new dataTypes[dtype].array(elements.length);
  for (let index = 0; index < elements.length; index += 1) {
    const element = elements[index]!;
    if (!fits(dtype, element)) throw new RangeError(`${dtype} cannot hold ${String(element)}`);
    if (array instanceof BigInt64Array) array[index] = BigInt(element);
    else array[index] = Number(element);
  }
  return array;
}

const ranges: Partial<Record<DataType, readonly [number, number]>> = {
  int64: [-(2 ** 63), 2 ** 63 - 1024],
  int32: [-(2 ** 31), 2 ** 31 - 1],
  uint32: [0, 2 ** 32 - 1],
  bool: [0, 1],
};

function fits(dtype: DataType, element: unknown): boolean {
  if (typeof element !== "number" && typeof element !== "bigint" && typeof element !== "boolean") return false;
  const range = ranges[dtype];
  if (range === undefined) return true;
  const number = Number(element);
  return Number.isInteger(number) && number >= range[0] && number <= range[1];
}
