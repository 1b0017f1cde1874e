import { describe, expect, test } from "vitest";
import { compile, linearSchedule, square, subtract, sum, type Tensor, type TensorValue, tensorValue } from "../../../graph/index.ts";
import { randomStream } from "../../../stats/index.ts";
import { readArchitecture } from "../../architecture/read-architecture.ts";
import type { LinearSite } from "../../architecture/description.ts";
import { sitesOf } from "../../architecture/parameters.ts";
import { crossDecoderLogits, decoderLogits } from "../../model/sequence-model.ts";
import { project } from "../../model/sites.ts";
import { randomModel } from "../../testing/model-graph.ts";
import { plainConfigurations } from "../../testing/plain/plain-configurations.ts";
import type { LossFunction } from "../loss/loss-function.ts";
import { configurationOf } from "../testing/small-models.ts";
import { adapters, fullParameters, type Named, type Trainable } from "../trainable.ts";
import { createTrainer } from "../trainer.ts";
import { initialAdapters } from "./adapters.ts";
import { chooseSites } from "./choose-sites.ts";

const ids = tensorValue("int32", [2, 6], [5, 6, 7, 8, 9, 10, 44, 3, 2, 1, 20, 30]);

/** Adapters as training might leave them: no zeros. */
function planted(start: Named<TensorValue>): Named<TensorValue> {
  return Object.fromEntries(Object.entries(start).map(([name, { shape, data }]) => [name, tensorValue("float32", shape, Float32Array.from({ length: data.length }, (_, index) => 0.3 * randomStream(8, name).at(index) - 0.15))]));
}

describe.each(plainConfigurations)("$name", ({ config }) => {
  const model = randomModel(config, 6);
  const { architecture } = model;
  const logitsOf = (trainable: { graph: ReturnType<typeof adapters>["graph"] }) =>
    compile((learnt: Named<Tensor>, frozen: Named<Tensor>, tokens: Tensor) => {
      const graph = trainable.graph(learnt, frozen);
      return architecture.encoder === undefined ? decoderLogits(graph, { ids: tokens }) : crossDecoderLogits(graph, { ids: tokens }, { ids: tokens });
    }, { threads: 1 });

  test.each([[["query", "value"]], [["all"]]])("a model with adapters merged says what it says with adapters beside it: %s", async (targets) => {
    const trainable = adapters(model, { rank: 3, alpha: 5, targets, seed: 1 });
    const full = fullParameters(model);
    const base = (await logitsOf(full)(full.start as never, {} as never, ids)) as TensorValue;
    const untouched = (await logitsOf(trainable)(trainable.start as never, trainable.frozen as never, ids)) as TensorValue;
    expect(untouched.data).toEqual(base.data);
    const learnt = planted(trainable.start);
    const beside = (await logitsOf(trainable)(learnt as never, trainable.frozen as never, ids)) as TensorValue;
    const merged = fullParameters(trainable.model(learnt));
    const within = (await logitsOf(merged)(merged.start as never, {} as never, ids)) as TensorValue;
    const distance = (one: TensorValue, other: TensorValue): number => Math.max(...[...one.data].map((element, index) => Math.abs(Number(element) - Number(other.data[index]))));
    expect(distance(beside, within)).toBeLessThan(2e-5);
    expect(distance(beside, base)).toBeGreaterThan(0.01);
    expect(model.parameters.get(sitesOf(architecture)[0]!.weight)!.data).toEqual(trainable.frozen[sitesOf(architecture)[0]!.weight]!.data);
  });
});

describe("a planted change of one layer, y = x·(W + Δ)", () => {
  const model = randomModel(configurationOf("gpt2"), 3);
  const [site] = chooseSites(model.architecture, ["decoder.1.selfAttention.key"]) as [LinearSite];
  const random = randomStream(4, "planted");
  const [count, width] = [64, 16];
  const normal = (length: number): Float64Array => Float64Array.from({ length }, () => random.normal());
  const x = normal(count * width);
  const product = (left: Float64Array, right: Float64Array, inner: number): Float64Array =>
    Float64Array.from({ length: (left.length / inner) * (right.length / inner) }, (_, place) => {
      const columns = right.length / inner;
      let sum = 0;
      for (let k = 0; k < inner; k++) sum += left[Math.floor(place / columns) * inner + k]! * right[k * columns + (place % columns)]!;
      return sum;
    });
  const weight = model.parameters.get(site.weight)!;
  const bias = model.parameters.get(site.bias!)!;

  /** What remains of the squared error, per row, after learning `y` from `x`. */
  async function remaining(trainable: Trainable, change: Float64Array): Promise<number> {
    const changed = Float64Array.from(change, (each, place) => each + Number(weight.data[Math.floor(place / width) * site.publishedOutputs + site.start + (place % width)]));
    const y = product(x, changed, width).map((each, place) => each + Number(bias.data[site.start + (place % width)]));
    const loss: LossFunction<{ x: Tensor; y: Tensor }> = (graph, inputs) => sum(square(subtract(project(graph, site, inputs.x), inputs.y)));
    const trainer = createTrainer({ trainable, loss, schedule: linearSchedule({ peak: 2e-2, steps: 1500 }), threads: 1 });
    const batch = { x: tensorValue("float32", [count, width], Float32Array.from(x)), y: tensorValue("float32", [count, width], Float32Array.from(y)) };
    let found = 0;
    for (let step = 0; step < 1500; step++) found = (await trainer.step([batch], count)).loss;
    await trainer.close();
    return found;
  }

  test("adapters of full rank learn it as the layer itself does; of rank 1 only if it is of rank 1", async () => {
    const small = (elements: Float64Array): Float64Array => elements.map((each) => each / 4);
    const fullRank = small(normal(width * width));
    const rankOne = small(product(normal(width), normal(width), 1));
    const ofRank = (rank: number): Trainable => adapters(model, { rank, targets: [site.site], seed: 1 });
    expect(await remaining(fullParameters(model), fullRank)).toBeLessThan(1e-3);
    expect(await remaining(ofRank(16), fullRank)).toBeLessThan(1e-3);
    expect(await remaining(ofRank(1), rankOne)).toBeLessThan(1e-3);
    expect(await remaining(ofRank(1), fullRank)).toBeGreaterThan(1);
  });
});

test("starts within the bounds of Kaiming, from its seed alone", () => {
  const sites = chooseSites(readArchitecture(configurationOf("gpt2")), ["query"]);
  const start = initialAdapters(sites, { rank: 8 }, 5);
  expect(Object.keys(start)).toEqual(["decoder.0.selfAttention.query.a", "decoder.0.selfAttention.query.b", "decoder.1.selfAttention.query.a", "decoder.1.selfAttention.query.b"]);
  const a = [...start["decoder.0.selfAttention.query.a"]!.data].map(Number);
  expect(Math.max(...a.map(Math.abs))).toBeLessThanOrEqual(0.25);
  // Uniform within ±b has the variance b²/3; 128 draws.
  expect(a.reduce((sum, each) => sum + each * each, 0) / a.length).toBeCloseTo(0.25 ** 2 / 3, 2);
  expect(start["decoder.0.selfAttention.query.b"]!.data.every((each) => each === 0)).toBe(true);
  expect(initialAdapters(sites.slice(1), { rank: 8 }, 5)["decoder.1.selfAttention.query.a"]).toEqual(start["decoder.1.selfAttention.query.a"]);
  expect(initialAdapters(sites, { rank: 8 }, 6)).not.toEqual(start);
});

test("targets are kinds, ends of names, names, or all", () => {
  const architecture = readArchitecture(configurationOf("t5"));
  const chosen = (...targets: string[]): string[] => chooseSites(architecture, targets).map(({ site }) => site);
  expect(chosen("encoder.1.feedForward.up", "crossAttention.query")).toEqual(["encoder.1.feedForward.up", "decoder.0.crossAttention.query", "decoder.1.crossAttention.query"]);
  expect(chosen("all")).toHaveLength(sitesOf(architecture).length);
  expect(chosen("query")).toHaveLength(6);
  expect(() => chosen("q_proj")).toThrow('The model has no layers of the kind "q_proj".');
  expect(() => chosen()).toThrow("at least one kind");
});

test.each([0, -1, 1.5, Number.NaN, 65, 1e9])("a rank of %s is refused", (rank) => {
  expect(() => initialAdapters(chooseSites(readArchitecture(configurationOf("gpt2")), ["all"]), { rank }, 1)).toThrow("The rank of adapters must be a whole number from 1 to 64");
});

test("an alpha that is no factor is refused", () => {
  for (const alpha of [0, Number.POSITIVE_INFINITY]) expect(() => initialAdapters(chooseSites(readArchitecture(configurationOf("gpt2")), ["all"]), { rank: 2, alpha }, 1)).toThrow(`not ${alpha}`);
});

