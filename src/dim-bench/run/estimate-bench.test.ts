import { expect, test } from "vitest";
import { smallestDetectableDifference } from "../../stats/index.ts";
import { direct } from "../defences/direct.ts";
import { lab } from "../defences/lab.ts";
import { labItems } from "../items/lab-items.ts";
import { type EstimateOptions, estimateBench } from "./estimate-bench.ts";
import { guessSeconds } from "./guess-seconds.ts";

const items = labItems({ perCell: 5 });
const price = { input: 2, output: 10, cached: null };
const plan: EstimateOptions = {
  items,
  models: [{ reference: "openai:a", details: { model: "a" }, price }],
  defences: [lab],
  trials: 1,
  parameters: { temperature: 0, maxTokens: null, seed: 0 },
  judge: { name: "rules" },
  concurrency: { initial: 8, maximum: 128 },
};

test("counts calls, tokens and money by the bytes that are sent", async () => {
  const { generations, models, judge, cost } = await estimateBench(plan);
  const prompts = new Set(items.map((item) => lab.messages(item)[0]!.text));
  expect(generations).toEqual({ total: prompts.size, answered: 0 });
  expect(judge).toBeNull();
  expect(models).toHaveLength(1);
  const [{ calls, input, output, cost: own }] = models as [(typeof models)[0]];
  expect(calls).toBe(prompts.size);
  const bytes = [...prompts].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  expect(input.expected / (bytes / 4)).toBeCloseTo(1, 1);
  expect(input.low).toBeLessThan(input.expected);
  expect(output.high).toBeGreaterThan(512 * calls);
  expect(own!.expected).toBeCloseTo((input.expected * 2 + output.expected * 10) / 1e6, 12);
  expect(cost).toEqual(own);
});

test("a price that is not known makes its cost, and the sum, unknown", async () => {
  const models = [...plan.models, { reference: "http://localhost/v1#b", details: { model: "b" }, price: null }];
  const { models: each, cost } = await estimateBench({ ...plan, models });
  expect(each.map(({ cost }) => cost === null)).toEqual([false, true]);
  expect(cost).toBeNull();
});

test("trials, defences and a judge that is a model multiply; what is answered or the same does not count", async () => {
  const once = await estimateBench(plan);
  const many = await estimateBench({ ...plan, trials: 3, defences: [lab, direct], judge: { name: "openai:j", price } });
  expect(many.generations.total).toBe(6 * once.generations.total);
  expect(many.judge).toMatchObject({ name: "openai:j", calls: many.generations.total });
  expect(many.cost!.expected).toBeCloseTo(many.models[0]!.cost!.expected + many.judge!.cost!.expected, 12);
  const twins = await estimateBench({ ...plan, models: [...plan.models, { reference: "openai:twin", details: { model: "a" }, price }] });
  expect(twins.generations).toEqual(once.generations);
  const half = await estimateBench({ ...plan, answered: async (slots) => new Set(slots.filter((_, place) => place % 2 === 0).map(({ key }) => key)) });
  expect(half.generations.answered + half.models[0]!.calls).toBe(once.generations.total);
  expect(half.generations.answered).toBeGreaterThan(40);
});

test("says the smallest difference that can be shown, if items are independent and if inputs decide", async () => {
  const { detectable } = await estimateBench(plan);
  expect(detectable).toEqual({ items: 100, inputs: 25, independent: smallestDetectableDifference({ pairs: 100, discordance: 0.2 }), clustered: smallestDetectableDifference({ pairs: 25, discordance: 0.2 }) });
});

test("guesses time by rounds that grow", () => {
  const output = { low: 0, expected: 0, high: 0 };
  expect(guessSeconds([{ calls: 0, output }], { initial: 8, maximum: 128 })).toBeNull();
  // 8 + 9 + 10 calls in three rounds of one second, and 27 in one more where ten at once are the most.
  expect(guessSeconds([{ calls: 27, output }], { initial: 8, maximum: 128 })!.total).toBe(3);
  expect(guessSeconds([{ calls: 28, output }], { initial: 8, maximum: 10 })!.total).toBe(4);
  expect(guessSeconds([{ calls: 40, output: { ...output, expected: 40 * 50 } }], { initial: 4, maximum: 4 })).toEqual({ total: 20, perCall: 2 });
});
