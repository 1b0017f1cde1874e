import { productOf } from "../tensor/dimension.ts";
import { makeTensor, type Tensor } from "../tensor/tensor.ts";
import { cast } from "./cast.ts";
import { scalar } from "./constant.ts";
import { reshape } from "./shape-and-sum.ts";
import { shapeTensor, vector } from "./size.ts";

/**
 * The tensor with 0 in each row (along the last axis) for which the condition holds. Only those rows are written, in the
 * tensor's own memory where nobody else reads it: as many passes over memory as rows are cleared, mostly none.
 *
 * @param x [..., columns]
 * @param condition bool [...]
 */
export function clearRows(x: Tensor, condition: Tensor): Tensor {
  const [rows, columns] = [productOf(condition.shape), x.shape.at(-1)!];
  // How many rows that are is known only while running: these shapes hold a name that stands for no input's length.
  const count = "cleared";
  const found = makeTensor({ operator: "NonZero", inputs: [reshape(condition, [rows])], dtype: "int64", shape: [1, count], derivative: "none" });
  const places = makeTensor({ operator: "Transpose", inputs: [found], attributes: { perm: [1, 0] }, dtype: "int64", shape: [count, 1], derivative: "none" });
  const length = makeTensor({ operator: "Shape", inputs: [places], attributes: { start: 0, end: 1 }, dtype: "int64", shape: [1], derivative: "none" });
  const lengths = makeTensor({ operator: "Concat", inputs: [length, typeof columns === "number" ? vector([columns]) : shapeTensor([columns])], attributes: { axis: 0 }, dtype: "int64", shape: [2], derivative: "none" });
  const wide = (value: Tensor): Tensor => makeTensor({ operator: "Expand", inputs: [value, lengths], dtype: value.dtype, shape: [count, columns], derivative: "none" });
  const flat = reshape(x, [rows, columns]);
  const cleared = makeTensor({
    // ScatterND, which would take rows as they are, copies the whole tensor first.
    operator: "ScatterElements",
    inputs: [flat, wide(cast(places, "int32")), wide(scalar(0, x.dtype))],
    attributes: { axis: 0 },
    dtype: x.dtype,
    shape: flat.shape,
    derivative: ([gradient]) => [clearRows(gradient!, reshape(condition, [rows]))],
  });
  return reshape(cleared, x.shape);
}
