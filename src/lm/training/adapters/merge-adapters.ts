import { type TensorValue, tensorValue } from "../../../graph/index.ts";
import type { LinearSite, ParameterName } from "../../architecture/description.ts";
import { adapterNames } from "./adapters.ts";

/**
 * W + scale · A·B in the published layout; other parameters are passed on as they are. Summed in float64 and rounded once.
 */
export function mergeAdapters(parameters: ReadonlyMap<ParameterName, TensorValue>, sites: readonly LinearSite[], adapters: Readonly<Record<string, TensorValue>>, scale: number): Map<ParameterName, TensorValue> {
  const merged = new Map(parameters);
  const copied = new Set<ParameterName>();
  for (const site of sites) {
    const { weight } = site;
    const { shape, data } = merged.get(weight)!;
    const names = adapterNames(site);
    const target = copied.has(weight) ? (data as Float32Array) : (data as Float32Array).slice();
    if (!copied.has(weight)) merged.set(weight, tensorValue("float32", shape, target));
    copied.add(weight);
    addProduct(target, site, adapters[names.a]!, adapters[names.b]!, scale);
  }
  return merged;
}

function addProduct(target: Float32Array, { inputs, outputs, start, publishedOutputs, layout }: LinearSite, a: TensorValue, b: TensorValue, scale: number): void {
  const rank = a.shape[1]!;
  const [left, right] = [a.data as Float32Array, b.data as Float32Array];
  const [inputStride, outputStride] = layout === "outputs by inputs" ? [1, inputs] : [publishedOutputs, 1];
  const row = new Float64Array(outputs);
  for (let input = 0; input < inputs; input++) {
    row.fill(0);
    for (let inner = 0; inner < rank; inner++) {
      const factor = left[input * rank + inner]! * scale;
      for (let output = 0; output < outputs; output++) row[output]! += factor * right[inner * outputs + output]!;
    }
    for (let output = 0; output < outputs; output++) {
      const place = input * inputStride + (start + output) * outputStride;
      target[place] = target[place]! + row[output]!;
    }
  }
}
