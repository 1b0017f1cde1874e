import { expect } from "vitest";
import { compile, type Tensor, type TensorValue, tensorValue } from "../../graph/index.ts";
import { decoderStartId, type LanguageModel, neuronCount } from "../../lm/index.ts";
import { attributionGraph } from "../attribution/attribution-graph.ts";
import { shapeOf } from "../attribution/attribute.ts";
import type { AttributionPrompt } from "../attribution/attribution-prompt.ts";
import { branchedBatch } from "../attribution/branched-batch.ts";
import type { BranchedInputs } from "../attribution/branched-inputs.ts";
import type { Method } from "../formula/method.ts";

/** The graph in float64, padded on every side, as `attribute` runs it in float32. */
export async function doubleScores(model: LanguageModel, method: Method, asked: AttributionPrompt): Promise<{ scores: number[]; probabilities: number[]; biased: number }> {
  const { architecture } = model;
  const encoder = architecture.encoder !== undefined;
  const shape = { batch: 2, ...(encoder ? { encoded: 8, prompt: 1 } : { prompt: 8 }), options: asked.labels.length, further: 4 };
  const inputs = branchedBatch([asked, asked], shape, encoder ? { startId: decoderStartId(model) } : {});
  const parameters: Record<string, TensorValue> = Object.fromEntries([...model.parameters].map(([name, value]) => [name, tensorValue("float64", value.shape, Float64Array.from(value.data as Float32Array))]));
  const run = compile((values: Record<string, Tensor>, given: BranchedInputs) => attributionGraph({ architecture, parameter: (name) => values[name]! }, given, { shape: shapeOf(given), method, vocabulary: architecture.vocabulary }), { threads: 1 });
  const { logProbabilities, biased, biasedScores, goldScores } = await run(parameters, inputs);
  const probabilities = [...(logProbabilities.data as Float64Array)].slice(0, asked.labels.length).map((logarithm, option) => Math.exp(method.lengthNormalise ? logarithm / asked.labels[option]!.length : logarithm));
  const chosen = Number(biased.data[1]);
  const neurons = neuronCount(architecture);
  const factorOf = (option: number): number => probabilities[option]! / (method.lengthNormalise ? asked.labels[option]!.length : 1);
  const factor = method.order === "authors-code" ? 1 : method.skillSubtraction ? Math.max(factorOf(chosen), factorOf(asked.gold)) : factorOf(chosen);
  const alpha = method.instanceWeight ? probabilities[chosen]! : 1;
  const second = [...(biasedScores.data as Float64Array).subarray(neurons)];
  const gold = goldScores === undefined ? undefined : [...(goldScores.data as Float64Array).subarray(neurons)];
  return { scores: second.map((score, neuron) => alpha * factor * score - Math.max(0, alpha * (gold?.[neuron] ?? 0))), probabilities, biased: chosen };
}

/** Within a share of the largest. */
export function expectNear(left: ArrayLike<number>, right: ArrayLike<number>, tolerance: number): void {
  expect(left.length).toBe(right.length);
  const scale = Math.max(...Array.from(right, Math.abs));
  expect(scale).toBeGreaterThan(0);
  expect(Math.max(...Array.from(left, (value, place) => Math.abs(value - right[place]!)))).toBeLessThan(tolerance * scale);
}
