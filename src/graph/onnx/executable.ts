import type { InferenceSession, Tensor as RuntimeTensor } from "onnxruntime-node";
import type { DataType, TypedArray } from "../tensor/data-type.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkValue, type TensorValue } from "../value.ts";
import { outputNames, valueName, writeModel } from "./model.ts";
import { type Plan, planGraph } from "./plan.ts";
import { createSession, loadRuntime, type SessionOptions } from "./session.ts";
import type { CachedSession } from "./session-cache.ts";

/** How to feed a session and what it returns, by the order of the traced function's inputs and outputs. */
export interface Executable {
  readonly plan: Plan;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
}

/** Plans, writes and loads a traced function. `deviceOutputs` are indices of outputs that stay on the device. */
export async function createExecutable(inputs: readonly Tensor[], outputs: readonly Tensor[], options: Omit<SessionOptions, "deviceOutputs"> & { deviceOutputs?: readonly number[] }): Promise<CachedSession<Executable>> {
  // What lies in a device's memory cannot be given another shape from outside.
  const plan = planGraph(inputs, outputs, { keepReshapes: options.device !== undefined && options.device !== "cpu" });
  const model = writeModel(plan);
  const names = outputNames(plan);
  const { deviceOutputs = [], ...rest } = options;
  const session: InferenceSession = await createSession(model, { ...rest, deviceOutputs: deviceOutputs.map((index) => names[index]!) });
  const bytes = model.externalData.reduce((sum, { data }) => sum + data.byteLength, model.bytes.byteLength);
  return { session, bytes, details: { plan, inputNames: plan.inputs.map(({ value }) => valueName(value)), outputNames: names } };
}

/** A value as ONNX Runtime takes it, without copying. */
export async function toRuntime({ dtype, shape, data }: TensorValue): Promise<RuntimeTensor> {
  const { Tensor } = await loadRuntime();
  return new Tensor(dtype as "float32", data as Float32Array, shape);
}

/**
 * What ONNX Runtime returned, as a value, without copying. Lengths that were fixed while tracing are those of the trace:
 * the graph may return the elements under another shape.
 */
export function fromRuntime(tensor: RuntimeTensor, traced?: Tensor): TensorValue {
  const fixed = traced?.shape.every((dimension) => typeof dimension === "number");
  const value = { dtype: tensor.type as DataType, shape: fixed ? (traced!.shape as number[]) : [...tensor.dims], data: tensor.data as TypedArray };
  // Slices of named lengths are cut short by ONNX Runtime where there is less than was asked for.
  checkValue("result", value);
  return value;
}
