import { expect, test } from "vitest";
import { randomModel } from "../testing/model-graph.ts";
import { checkMemory, estimateMemory, lengthWithin, sessionsWithin } from "./preflight.ts";
import { configurationOf } from "./testing/small-models.ts";
import { adapters, fullParameters, type Trainable } from "./trainable.ts";
import { parametersOf } from "../architecture/parameters.ts";
import { readArchitecture } from "../architecture/read-architecture.ts";

/** A model of a size, without its numbers: zeros are not touched, and so take no memory. */
function sized(config: Record<string, unknown>): Trainable {
  const architecture = readArchitecture(config);
  const parameters = new Map(parametersOf(architecture).map(({ name, shape }) => [name, { dtype: "float32" as const, shape, data: new Float32Array(shape.reduce((product, length) => product * length, 1)) }]));
  return fullParameters({ architecture, configuration: config, generationConfiguration: {}, parameters });
}

test.each([
  // Measured by the engine's bench (docs/engine.md), the weights as loaded aside.
  [{ n_layer: 6, n_embd: 384, n_head: 6, vocab_size: 4096 }, 719],
  [{ n_layer: 6, n_embd: 384, n_head: 6, vocab_size: 50257 }, 1796],
  [{ n_layer: 12, n_embd: 768, n_head: 12, vocab_size: 4096 }, 3181],
  [{ n_layer: 12, n_embd: 768, n_head: 12, vocab_size: 50257 }, 4696],
])("memory of %j is near the measured %i MB", (size, measured) => {
  const trainable = sized({ ...configurationOf("gpt2"), n_positions: 256, bos_token_id: 0, eos_token_id: 0, ...size });
  const { weights, activations } = estimateMemory(trainable, { rows: 4, width: 256 }, { recompute: false });
  const estimated = (0.8 * weights + activations) / 1e6;
  expect(estimated / measured).toBeGreaterThan(0.8);
  expect(estimated / measured).toBeLessThan(1.2);
  expect(estimateMemory(trainable, { rows: 4, width: 256 }, { recompute: true }).activations).toBeLessThan(activations);
});

test("adapters take no gradients and moments of what stays", () => {
  const model = randomModel(configurationOf("gpt2"));
  const size = { rows: 2, width: 16 };
  const [full, few] = [estimateMemory(fullParameters(model), size, { recompute: false }), estimateMemory(adapters(model, { rank: 1, seed: 1 }), size, { recompute: false })];
  expect(few.weights).toBeLessThan(full.weights / 4);
  expect(few.activations).toBe(full.activations);
});

test("too much is refused where it is certain, and a warning where it may be", () => {
  expect(() => checkMemory({ weights: 9e9, activations: 1 }, { total: 8e9, available: 6e9 })).toThrow("Training this model takes 9.0 GB for weights and moments alone, and this machine has 8.0 GB.");
  expect(checkMemory({ weights: 4e9, activations: 3e9 }, { total: 8e9, available: 6e9 })).toContain("may take 7.0 GB");
  expect(checkMemory({ weights: 4e9, activations: 1e9 }, { total: 8e9, available: 6e9 })).toBeUndefined();
});

test("lengths stay within what the model reads", () => {
  const [gpt2, t5] = [readArchitecture(configurationOf("gpt2")), readArchitecture(configurationOf("t5"))];
  expect([lengthWithin(gpt2, undefined), lengthWithin(gpt2, 20), lengthWithin(t5, undefined), lengthWithin(t5, 4000)]).toEqual([32, 20, 512, 4000]);
  expect(() => lengthWithin(gpt2, 33)).toThrow("Examples of 33 tokens are longer than the 32 that the model reads.");
});

test("as many compiled steps are kept as memory has room for their activations", () => {
  const memory = { weights: 2e9, activations: 1e9 };
  expect([9e9, 2.5e9, 1e9, 1e12].map((available) => sessionsWithin(memory, { available, shared: false }))).toEqual([7, 1, 1, 32]);
  expect(sessionsWithin(memory, { available: 1e9, shared: true })).toBe(32);
});
