import { describe, expect, test } from "vitest";
import { randomStream } from "../../../stats/index.ts";
import { largestDifference, model } from "./compare.ts";
import type { PlainParameters, PlainTensor } from "./parameters.ts";
import { plainConfigurations } from "./plain-configurations.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "./plain-logits.ts";
import { randomParameters } from "./random-checkpoint.ts";

const ids = [5, 17, 3, 42, 17, 8, 29, 11, 2, 36];
const decoderIds = [0, 9, 31, 9, 25];
const decoders = plainConfigurations.filter(({ config }) => config.model_type !== "t5");
const encoderDecoders = plainConfigurations.filter(({ config }) => config.model_type === "t5");

describe.for(plainConfigurations)("$name", ({ config }) => {
  test("logits are neither flat nor wild", () => {
    const logits = logitsOf(config, randomParameters(config, 1)).flatMap((row) => [...row]);
    const deviation = Math.sqrt(logits.reduce((total, value) => total + value * value, 0) / logits.length);
    expect(deviation).toBeGreaterThan(0.5);
    expect(deviation).toBeLessThan(3);
  });

  test("every published parameter is read and counts", () => {
    const parameters = randomParameters(config, 1);
    const read = new Set<string>();
    const watched = new (class extends Map<string, PlainTensor> {
      override get(name: string): PlainTensor | undefined {
        if (this.has(name)) read.add(name);
        return super.get(name);
      }
    })(parameters);
    const logits = logitsOf(config, watched);
    expect([...read].sort()).toEqual([...parameters.keys()].sort());
    for (const name of parameters.keys()) {
      // A key's bias without rotation adds the same to all scores of a query, which softmax does not see.
      const invisible = config.model_type === "opt" && name.endsWith("k_proj.bias");
      const change = largestDifference(logitsOf(config, changed(parameters, name)), logits);
      if (invisible) expect(change, name).toBeLessThan(1e-12);
      else expect(change, name).toBeGreaterThan(1e-4);
    }
  });
});

describe.for(decoders)("$name", ({ config }) => {
  test("no position sees a later one", () => {
    const parameters = randomParameters(config, 2);
    const logits = plainDecoderLogits(config, parameters, ids);
    for (const length of [1, 4, 9]) expect(plainDecoderLogits(config, parameters, ids.slice(0, length))).toEqual(logits.slice(0, length));
  });
});

test("a window of 4 over two layers reaches back six positions and no further", () => {
  const { config, parameters } = model("mistral with a window of 4");
  const logits = plainDecoderLogits(config, parameters, ids);
  const others = plainDecoderLogits(config, parameters, ids.with(0, 33));
  const changes = logits.map((row, position) => largestDifference([row], [others[position]!]));
  expect(changes.map((change) => change > 1e-6)).toEqual([true, true, true, true, true, true, true, false, false, false]);
});

describe.for(encoderDecoders)("$name", ({ config }) => {
  test("the decoder sees all of the encoder and nothing later of itself", () => {
    const parameters = randomParameters(config, 2);
    const logits = plainEncoderDecoderLogits(config, parameters, ids, decoderIds);
    expect(plainEncoderDecoderLogits(config, parameters, ids, decoderIds.slice(0, 2))).toEqual(logits.slice(0, 2));
    for (const place of [0, 9]) {
      const others = plainEncoderDecoderLogits(config, parameters, ids.with(place, 33), decoderIds);
      for (const [position, row] of logits.entries()) expect(largestDifference([row], [others[position]!])).toBeGreaterThan(1e-4);
    }
  });
});

describe("what cannot be computed is refused by name", () => {
  const { config, parameters } = model("llama");
  const without = new Map([...parameters].filter(([name]) => name !== "model.norm.weight"));
  const positions = model("gpt2");
  test.for<[string, () => unknown, string]>([
    ["an unknown family", () => plainDecoderLogits({ ...config, model_type: "bloom" }, parameters, ids), '"bloom"'],
    ["a decoder as an encoder–decoder", () => plainEncoderDecoderLogits(config, parameters, ids, ids), '"llama"'],
    ["a random checkpoint of an unknown family", () => randomParameters({ model_type: "bloom" }, 1), '"bloom"'],
    ["a family by a name that every object has", () => plainDecoderLogits({ ...config, model_type: "constructor" }, parameters, ids), '"constructor"'],
    ["a missing parameter", () => plainDecoderLogits(config, without, ids), "norm.weight"],
    ["a parameter of another shape", () => plainDecoderLogits({ ...config, intermediate_size: 45 }, parameters, ids), "[44, 32] instead of [45, 32]"],
    ["a missing setting", () => plainDecoderLogits({ ...config, hidden_size: undefined }, parameters, ids), "hidden_size"],
    ["heads that do not fit", () => plainDecoderLogits({ ...config, num_attention_heads: 5 }, parameters, ids), "32 cannot be shared evenly among 5"],
    ["an id beyond the vocabulary", () => plainDecoderLogits(config, parameters, [1, 50]), "50"],
    ["no ids", () => plainDecoderLogits(config, parameters, []), "at least one"],
    ["more positions than were learned", () => plainDecoderLogits(positions.config, positions.parameters, new Array<number>(33).fill(1)), "none at 32"],
    ["another activation", () => plainDecoderLogits({ ...config, hidden_act: "mish" }, parameters, ids), "mish"],
    ["Qwen with a window", () => plainDecoderLogits({ ...model("qwen2").config, use_sliding_window: true }, parameters, ids), "sliding window"],
  ])("%s", ([, attempt, words]) => {
    expect(attempt).toThrow(expect.objectContaining({ code: "plain-model-unusable", message: expect.stringContaining(words) }));
  });
});

function logitsOf(config: Record<string, unknown>, parameters: PlainParameters): Float64Array[] {
  return config.model_type === "t5" ? plainEncoderDecoderLogits(config, parameters, ids, decoderIds) : plainDecoderLogits(config, parameters, ids);
}

function changed(parameters: PlainParameters, name: string): PlainParameters {
  const random = randomStream(99, name);
  const { shape, data } = parameters.get(name)!;
  return new Map(parameters).set(name, { shape, data: data.map((value) => value + 0.05 * random.normal()) });
}
