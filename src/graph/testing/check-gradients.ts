import { expect } from "vitest";
import { compile, type CompileOptions } from "../compile.ts";
import { grad } from "../gradient/grad.ts";
import type { Device } from "../onnx/session.ts";
import { cast } from "../ops/cast.ts";
import { constant } from "../ops/constant.ts";
import { add, multiply } from "../ops/elementwise.ts";
import { sum } from "../ops/shape-and-sum.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type TensorValue, tensorValue } from "../value.ts";

/** A differentiable function of tensors and where to try it. */
export interface GradientCase {
  compute: (...inputs: Tensor[]) => Tensor | readonly Tensor[];
  inputs: readonly TensorValue[];
}

/** Numbers in (0, 1) from a seed; tests need repeatable ones, not good ones. */
export function uniforms(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
}

export function randomValue(random: () => number, shape: readonly number[], low = -2, high = 2): TensorValue {
  const count = shape.reduce((product, length) => product * length, 1);
  return tensorValue("float64", shape, Float64Array.from({ length: count }, () => low + (high - low) * random()));
}

/**
 * Central differences in float64 agree to 1e-6 with the gradients of the function, and of its gradients; the function and
 * its gradients in float32 agree to 1e-5 with float64. Errors are relative to the largest number of each tensor, or 1.
 */
export async function checkGradients({ compute, inputs }: GradientCase, { second = true, single = true }: { second?: boolean; single?: boolean } = {}): Promise<void> {
  const random = uniforms(inputs.length + inputs[0]!.data.length);
  const objective = (...tensors: Tensor[]): Tensor => weightedSum(compute(...tensors), uniforms(7));
  await checkAgainstDifferences(objective, inputs, random);
  if (second) await checkAgainstDifferences((...tensors) => weightedSum(grad(objective(...tensors), tensors), uniforms(8)), inputs, random);
  if (single) await checkSinglePrecision(objective, compute, inputs);
}

async function checkAgainstDifferences(objective: (...tensors: Tensor[]) => Tensor, inputs: readonly TensorValue[], random: () => number): Promise<void> {
  const value = compile((tensors: Tensor[]) => objective(...tensors), { threads: 1 });
  const slope = compile((tensors: Tensor[]) => grad(objective(...tensors), tensors), { threads: 1 });
  const analytic = (await slope([...inputs])) as TensorValue[];
  for (const [which, input] of inputs.entries()) {
    const scale = Math.max(1, ...(analytic[which]!.data as Float64Array).map(Math.abs));
    for (let trial = 0; trial < Math.min(input.data.length, 6); trial += 1) {
      const place = Math.floor(random() * input.data.length);
      const at = async (offset: number): Promise<number> => {
        const data = (input.data as Float64Array).slice();
        data[place]! += offset;
        return Number(((await value(inputs.with(which, { ...input, data }))) as TensorValue).data[0]);
      };
      // Fourth order: the error of the differences themselves is far below what is checked.
      const h = 1e-3;
      const numeric = (8 * ((await at(h)) - (await at(-h))) - ((await at(2 * h)) - (await at(-2 * h)))) / (12 * h);
      const error = Math.abs(numeric - Number(analytic[which]!.data[place])) / scale;
      expect(error, `input ${which} at ${place}: ${numeric} by differences, ${analytic[which]!.data[place]} by gradient`).toBeLessThan(1e-6);
    }
  }
}

async function checkSinglePrecision(objective: (...tensors: Tensor[]) => Tensor, compute: GradientCase["compute"], inputs: readonly TensorValue[]): Promise<void> {
  await checkAgainstDouble(objective, compute, inputs, { threads: 1 }, 1e-5);
}

/** The function and its gradients in float32 on a device agree with float64 on the CPU. */
export async function checkDevice({ compute, inputs }: GradientCase, device: Device, tolerance: number): Promise<void> {
  await checkAgainstDouble((...tensors) => weightedSum(compute(...tensors), uniforms(7)), compute, inputs, { device }, tolerance);
}

async function checkAgainstDouble(objective: (...tensors: Tensor[]) => Tensor, compute: GradientCase["compute"], inputs: readonly TensorValue[], options: CompileOptions, tolerance: number): Promise<void> {
  const everything = (tensors: Tensor[]): Tensor[] => [...[compute(...tensors)].flat(), ...grad(objective(...tensors), tensors)];
  // Both start from the same numbers, those that float32 can hold.
  const rounded = inputs.map(({ shape, data }) => tensorValue("float32", shape, Float32Array.from(data as Float64Array)));
  const exact = rounded.map(({ shape, data }) => tensorValue("float64", shape, Float64Array.from(data as Float32Array)));
  const single = (await compile(everything, options)(rounded)) as TensorValue[];
  const double = (await compile(everything, { threads: 1 })(exact)) as TensorValue[];
  for (const [index, expected] of double.entries()) {
    const scale = Math.max(1, ...[...expected.data].map((element) => Math.abs(Number(element))));
    for (const [place, element] of [...expected.data].entries()) {
      expect(Math.abs(Number(single[index]!.data[place]) - Number(element)) / scale, `output ${index} at ${place}: ${single[index]!.data[place]} in float32, ${element} in float64`).toBeLessThan(tolerance);
    }
  }
}

/** Σ w·x over all elements, with fixed random weights: a scalar in which every element counts differently. */
function weightedSum(tensors: Tensor | readonly Tensor[], random: () => number): Tensor {
  return [tensors]
    .flat()
    .map((tensor) => {
      const shape = tensor.shape as number[];
      const weights = randomValue(random, shape);
      return sum(multiply(tensor, cast(constant(weights.data, shape, "float64"), tensor.dtype)));
    })
    .reduce(add);
}
