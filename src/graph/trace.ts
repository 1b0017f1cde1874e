import { isTensor } from "./gradient/grad.ts";
import { canonicalShape } from "./tensor/canonical-shape.ts";
import { graphError } from "./tensor/graph-error.ts";
import { makeTensor, type Tensor, type TensorType } from "./tensor/tensor.ts";
import { type Leaf, leavesOf, mapTree } from "./tensor/tree.ts";

/** A function over tensors, written down once: its inputs, its outputs, and the nesting of both. */
export interface Trace<Result> {
  readonly inputs: readonly Leaf<Tensor>[];
  readonly outputs: readonly Leaf<Tensor>[];
  readonly result: Result;
}

/** Calls the function with symbolic tensors of the given types, in the nesting in which the types stand. */
export function trace<Arguments extends readonly unknown[], Result>(traced: (...inputs: Arguments) => Result, types: readonly unknown[]): Trace<Result> {
  const inputs: Leaf<Tensor>[] = [];
  const symbolic = mapTree(types, isTensorType, (type, path) => {
    const value = inputTensor(type);
    inputs.push({ path, value });
    return value;
  }) as unknown as Arguments;
  const result = traced(...symbolic);
  const outputs = leavesOf(result, isTensor);
  if (outputs.length === 0) throw graphError("compile", "the function returns no tensor");
  return { inputs, outputs, result };
}

/** A tensor that will be fed when the graph runs. */
export function inputTensor({ dtype, shape }: TensorType): Tensor {
  return makeTensor({ operator: "Input", inputs: [], dtype, shape: canonicalShape("input", shape), derivative: "none" });
}

export function isTensorType(value: unknown): value is TensorType {
  return typeof value === "object" && value !== null && typeof (value as TensorType).dtype === "string" && Array.isArray((value as TensorType).shape);
}
