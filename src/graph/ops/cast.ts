import { type DataType, dataTypes, isFloat } from "../tensor/data-type.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";

/**
 * The elements as another type, as in C: floating-point numbers are cut toward zero, bool becomes 0 or 1,
 * whole numbers that do not fit wrap around. Gradients pass between the two floating-point types.
 *
 * @example
 * cast(equal(constant([0, 5], [2], "int32"), 0), "float32"); // [1, 0]
 */
export function cast(x: Tensor, dtype: DataType): Tensor {
  if (x.dtype === dtype) return x;
  return makeTensor({
    operator: "Cast",
    inputs: [x],
    attributes: { to: dataTypes[dtype].onnx },
    dtype,
    shape: x.shape,
    derivative: isFloat(dtype) && isFloat(x.dtype) ? ([gradient]) => [cast(gradient!, x.dtype)] : "none",
  });
}

/** The same elements as a type that ONNX Runtime can order: it has no such kernels for uint32, which float64 holds, and bool. */
export function orderable(x: Tensor): Tensor {
  return x.dtype === "uint32" ? cast(x, "float64") : x.dtype === "bool" ? cast(x, "int32") : x;
}
