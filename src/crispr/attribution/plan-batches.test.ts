import * as fc from "fast-check";
import { expect, test } from "vitest";
import { evenBatch, type PlacedPrompt, planBatches, type PlanOptions } from "./plan-batches.ts";

const placed = (lengths: readonly number[], label = 2): PlacedPrompt[] => lengths.map((length, instance) => ({ instruction: 0, instance, prompt: { ids: new Array<number>(length).fill(5), labels: [[5], new Array<number>(label).fill(6), [7]], gold: 0 } }));
const usual: PlanOptions = { tokensAtOnce: 1024, hasEncoder: false, window: Number.POSITIVE_INFINITY };
const shapesOf = (prompts: readonly PlacedPrompt[], options: PlanOptions): number => new Set([...planBatches(prompts, options)].map(({ shape }) => JSON.stringify(shape))).size;

test.each([[1, 9, 1], [9, 9, 9], [20, 9, 7], [14, 8, 7], [6, 8, 6], [200, 9, 9], [8, 1, 1]])("%i prompts, at most %i at once, are cut into batches of %i", (prompts, largest, batch) => {
  expect(evenBatch(prompts, largest)).toBe(batch);
});

test("every prompt is planned once, into a shape that holds it, of as many rows as fit", () => {
  const options = fc.record({ tokensAtOnce: fc.integer({ min: 1, max: 2000 }), hasEncoder: fc.boolean(), window: fc.constantFrom(3, 16, 1000), placesOfSession: fc.constantFrom(0, 200, 1000) });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 9 }))), options, (drawn, plan) => {
      const prompts = drawn.flatMap(([length, label], instance) => placed([length], label).map((each) => ({ ...each, instance })));
      const batches = [...planBatches(prompts, plan)];
      expect(batches.flatMap((batch) => batch.prompts.map(({ instance }) => instance)).sort((a, b) => a - b)).toEqual(drawn.map((_, instance) => instance));
      for (const { shape, prompts: together } of batches) {
        const room = plan.hasEncoder ? shape.encoded! : shape.prompt;
        expect(together.length).toBeLessThanOrEqual(shape.batch);
        for (const { prompt: { ids, labels } } of together) {
          expect(ids.length).toBeLessThanOrEqual(room);
          expect(Math.max(...labels.map((label) => label.length)) - 1).toBeLessThanOrEqual(shape.further);
        }
        if (shape.batch > 1) expect(shape.batch * (shape.prompt + shape.options * shape.further + (shape.encoded ?? 0))).toBeLessThanOrEqual(plan.tokensAtOnce);
      }
    }),
  );
});

test("few sessions where prompts are few, as many as pay where they are many", () => {
  const spread = (count: number): PlacedPrompt[] => placed(Array.from({ length: count }, (_, index) => 60 + ((index * 37) % 190)));
  expect(shapesOf(spread(8), usual)).toBe(1);
  expect(shapesOf(spread(200), usual)).toBeGreaterThan(2);
  expect(shapesOf(spread(200), usual)).toBeLessThan(7);
  expect(shapesOf(spread(5000), usual)).toBeGreaterThan(shapesOf(spread(200), usual));
});

test("later windows go on with the shapes of earlier ones", () => {
  const prompts = placed(Array.from({ length: 512 }, (_, index) => 90 + ((index * 5) % 20)));
  expect(shapesOf(prompts, { ...usual, window: 64 })).toBeLessThanOrEqual(3);
});
