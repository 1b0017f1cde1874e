import { expect, test } from "vitest";
import { checkpoint, compile, crossEntropy, grad, type Tensor, type TensorValue, tensorValue } from "../../graph/index.ts";
import { randomStream } from "../../stats/index.ts";
import { readArchitecture } from "../architecture/read-architecture.ts";
import { doubleParameters, graphOver } from "../testing/model-graph.ts";
import { plainConfigurations } from "../testing/plain/plain-configurations.ts";
import { randomParameters } from "../testing/plain/random-checkpoint.ts";
import { crossDecoderLogits, decoderLogits, type SequenceInputs } from "./sequence-model.ts";

const ids = tensorValue("int32", [2, 7], [5, 6, 7, 8, 9, 10, 11, 30, 2, 2, 44, 1, 0, 0]);
const segments = tensorValue("int32", [2, 7], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
const labels = tensorValue("int32", [2, 7], [6, 7, 8, 9, 10, 11, -100, 2, 2, 44, 1, -100, -100, -100]);

type Parameters = Record<string, Tensor>;

/**
 * Every parameter's gradient along a random direction against central differences. ReLU has kinks; a step of 1e-5 from a random point
 * does not meet one.
 */
test.each(plainConfigurations)("$name: the gradient of every parameter agrees with central differences", async ({ config }) => {
  const architecture = readArchitecture(config);
  const values = doubleParameters(randomParameters(config, 11));
  const lossOf = (parameters: Parameters, rows: Tensor, marks: Tensor, next: Tensor): Tensor => {
    const graph = graphOver(architecture, parameters);
    const inputs = { ids: rows, segments: marks };
    return crossEntropy(architecture.encoder === undefined ? decoderLogits(graph, inputs) : crossDecoderLogits(graph, inputs, inputs), next);
  };
  const loss = compile(lossOf, { threads: 1 });
  const slope = compile((parameters: Parameters, rows: Tensor, marks: Tensor, next: Tensor) => grad(lossOf(parameters, rows, marks, next), parameters), { threads: 1 });
  const gradients = await slope(values, ids, segments, labels);
  const random = randomStream(1, "direction");
  for (const [name, value] of Object.entries(values)) {
    const direction = Float64Array.from({ length: value.data.length }, () => random.normal() / Math.sqrt(value.data.length));
    const at = async (step: number): Promise<number> => {
      const moved: TensorValue = { ...value, data: Float64Array.from(value.data as Float64Array, (element, index) => element + step * direction[index]!) };
      return Number((await loss({ ...values, [name]: moved }, ids, segments, labels)).data[0]);
    };
    const numeric = ((await at(1e-5)) - (await at(-1e-5))) / 2e-5;
    const analytic = (gradients[name]!.data as Float64Array).reduce((sum, element, index) => sum + element * direction[index]!, 0);
    expect(Math.abs(numeric - analytic), name).toBeLessThan(1e-6 * Math.max(1, Math.abs(analytic)));
  }
});

/** Blocks share tensors here: T5's bias by distance, rotary angles, masks. */
test.each(plainConfigurations)("$name: recomputing each block gives the same gradients", async ({ config }) => {
  const deep = { ...config, ...deeper(config) };
  const architecture = readArchitecture(deep);
  const values = doubleParameters(randomParameters(deep, 11));
  const gradientsWith = (block: SequenceInputs["block"]) =>
    compile((parameters: Parameters, rows: Tensor, marks: Tensor, next: Tensor) => {
      const inputs = { ids: rows, segments: marks, ...(block === undefined ? {} : { block }) };
      const graph = graphOver(architecture, parameters);
      return grad(crossEntropy(architecture.encoder === undefined ? decoderLogits(graph, inputs) : crossDecoderLogits(graph, inputs, inputs), next), parameters);
    }, { threads: 1 })(values, ids, segments, labels);
  const expected = await gradientsWith(undefined);
  const recomputed = await gradientsWith((run, x) => checkpoint(run, x));
  for (const [name, { data }] of Object.entries(expected)) for (const [index, element] of data.entries()) expect(Math.abs(Number(recomputed[name]!.data[index]) - Number(element)), name).toBeLessThan(1e-12);
});

/** Six layers: time that doubled with each of them would be seen. */
function deeper(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(["n_layer", "num_hidden_layers", "num_layers", "num_decoder_layers"].filter((name) => name in config).map((name) => [name, 6]));
}
