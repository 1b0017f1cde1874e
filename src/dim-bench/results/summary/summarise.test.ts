import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../stats/index.ts";
import { inputTaskNames, instructionTaskNames } from "../../items/tasks.ts";
import { benchResults } from "../bench-results.ts";
import { collectOutcomes } from "../outcomes/collect-outcomes.ts";
import { plantItems, type Planted, type PlantOptions, plantRows } from "../testing/plant.ts";
import { recount } from "../testing/recount.ts";
import { summarise } from "./summarise.ts";

const system = { model: "m", defence: "standard" };

describe("summarise", () => {
  it("finds the planted table", async () => {
    // Cell (i, j) passes 10 i + j + 1 of 50.
    const planted = (instruction: number, input: number): number => 10 * instruction + input + 1;
    const { results } = await summariseRows({
      items: plantItems(50),
      systems: [system],
      plant: ({ instructionTask, inputTask, inputId }) => (Number(inputId.split("-")[1]) < planted(instructionTaskNames.indexOf(instructionTask), inputTaskNames.indexOf(inputTask)) ? "pass" : { instead: "answered" }),
    });
    for (const { instruction, input, accuracy, n, scored } of results.cells) {
      expect(accuracy).toBeCloseTo(planted(instructionTaskNames.indexOf(instruction), inputTaskNames.indexOf(input)) / 50, 12);
      expect([n, scored]).toEqual([50, 50]);
    }
    // The mean of i over four rows is 1.5, of j over five columns 2.
    expect(results.instructions.map(({ accuracy }) => accuracy)).toEqual([0, 1, 2, 3].map((row) => expect.closeTo((10 * row + 3) / 50, 12)));
    expect(results.inputs.map(({ accuracy }) => accuracy)).toEqual([0, 1, 2, 3, 4].map((column) => expect.closeTo((16 + column) / 50, 12)));
    expect(results.accuracy).toBeCloseTo(18 / 50, 12);
    expect([results.n, results.scored, results.unscored]).toEqual([1000, 1000, {}]);
    expect(results.instead).toEqual({ answered: 1000 - 360 });
    expect(results.bounds).toEqual({ low: results.accuracy, high: results.accuracy });
  });

  it("counts unscored outputs by reason, leaves them out of the accuracy, and bounds it by both extremes", async () => {
    const { results } = await summariseRows({
      items: plantItems(10),
      systems: [system],
      plant: ({ inputId, inputTask }) => {
        if (inputTask === "qa") return { finish: "length" };
        const index = Number(inputId.split("-")[1]);
        return index < 2 ? { callFailed: "timed-out" } : index < 6 ? "pass" : { instead: index < 8 ? "answered" : "echoed" };
      },
    });
    expect(results.unscored).toEqual({ "truncated-by-limit": 40, "call-failed/timed-out": 32 });
    expect([results.n, results.scored]).toEqual([200, 128]);
    expect(results.accuracy).toBeCloseTo(0.5, 12);
    expect(results.bounds.low).toBeCloseTo(64 / 200, 12);
    expect(results.bounds.high).toBeCloseTo((64 + 72) / 200, 12);
    expect(results.instead).toEqual({ answered: 32, echoed: 32 });
    const qa = results.inputs.find(({ input }) => input === "qa")!;
    expect(qa).toMatchObject({ accuracy: null, interval: null, n: 40, scored: 0, bounds: { low: 0, high: 1 } });
  });

  it("averages trials within their item: an item asked ten times is one item", async () => {
    const items = plantItems(5);
    const { results } = await summariseRows({ items, systems: [system], trials: 10, plant: (item, _, trial) => (trial < items.indexOf(item) % 11 ? "pass" : { instead: "other" }) });
    expect(results.accuracy).toBeCloseTo(mean(items.map((_, index) => Math.min(10, index % 11) / 10)), 12);
    expect([results.n, results.trials]).toEqual([1000, 10]);
    const same = await summariseRows({ items, systems: [system], trials: 10, plant: (item) => (items.indexOf(item) % 2 === 0 ? "pass" : { instead: "other" }) });
    const once = await summariseRows({ items, systems: [system], plant: (item) => (items.indexOf(item) % 2 === 0 ? "pass" : { instead: "other" }) });
    expect(same.results.interval).toEqual(once.results.interval);
  });

  it("looks at accuracy by the length of the input", async () => {
    const { results } = await summariseRows({
      items: plantItems(20, (inputTask, index) => (inputTask === "qa" ? (index < 10 ? 270 : 2260) : 10)),
      systems: [system],
      plant: ({ input }) => (input.length > 10_000 ? { instead: "answered" } : "pass"),
    });
    expect(results.lengths.map(({ label, accuracy, n }) => [label, accuracy, n])).toEqual([["0–24", 1, 320], ["200–399", 1, 40], ["1500+", 0, 40]]);
  });

  it("adds up tokens, money and time, what was taken over apart, and knows what it does not know", async () => {
    const items = plantItems(2).slice(0, 8);
    const figures = ({ id }: { id: string }): object => (id === items[0]!.id ? { cost: 0, cachedCost: 0.25, milliseconds: 9999 } : { cost: 0.5, judgeCost: 0.125, milliseconds: 100 * items.findIndex((item) => item.id === id) });
    const { results } = await summariseRows({ items, systems: [system], plant: ({ id }) => (id === items[7]!.id ? { callFailed: "server-failed" } : "pass"), figures });
    expect(results.usage).toEqual({ calls: 6, cachedCalls: 1, failedCalls: 1, uncounted: 0, input: 42, output: 18, cachedInput: 12, takenOver: { input: 7, output: 3 } });
    expect(results.cost).toEqual({ target: 3.5, judge: 0.75, cached: 0.25, total: 4.25 });
    expect(results.latency).toEqual({ calls: 6, p50: 350, p95: 575 });
    const unknown = await summariseRows({ items, systems: [system], plant: () => "pass", figures: ({ id }) => (id === items[3]!.id ? { cost: null } : { cost: 1 }) });
    expect(unknown.results.cost).toEqual({ target: null, judge: 0, cached: 0, total: null });
  });

  it("corrects rates for the judge's errors", async () => {
    // Of 100 inputs 60 are right; a judge with sensitivity 0.9 and specificity 0.8 passes 54 + 8.
    const calibration = { sensitivity: { correct: 900, total: 1000 }, specificity: { correct: 800, total: 1000 } };
    const { results } = await summariseRows({ items: plantItems(100), systems: [system], plant: ({ inputId }) => (Number(inputId.split("-")[1]) < 62 ? "pass" : { instead: "answered" }) }, { calibration });
    expect(results.accuracy).toBeCloseTo(0.62, 12);
    expect(results.corrected!.accuracy).toBeCloseTo(0.6, 9);
    expect(results.corrected!.interval.low).toBeLessThan(0.57);
    expect(results.corrected!.interval.high).toBeGreaterThan(0.63);
    expect(results.corrected!.interval.high - results.corrected!.interval.low).toBeGreaterThan(results.interval!.high - results.interval!.low);
    const blind = await summariseRows({ items: plantItems(2), systems: [system], plant: () => "pass" }, { calibration: { sensitivity: { correct: 5, total: 10 }, specificity: { correct: 5, total: 10 } } });
    expect(blind.results.corrected).toEqual({ accuracy: null, interval: { low: 0, high: 1 }, unclipped: null });
    // A judge that passed a fifth of the wrong outputs it was tried on, and none of 400 here: what it was tried on is not like these.
    const unlike = await summariseRows({ items: plantItems(20), systems: [system], plant: () => ({ instead: "echoed" }) }, { calibration });
    expect(unlike.results.corrected).toEqual({ accuracy: null, interval: { low: 0, high: 1 }, unclipped: expect.closeTo(-0.2 / 0.7, 6) });
  });

  it("is not sure of a 0 that it saw a hundred times", async () => {
    const { results } = await summariseRows({ items: plantItems(100), systems: [system], plant: ({ inputTask }) => (inputTask === "qa" ? { instead: "answered" } : "pass") });
    const cell = results.cells.find(({ input }) => input === "qa")!;
    // Wilson's for 0 of 100.
    expect(cell.interval).toEqual({ low: 0, high: expect.closeTo(0.0370, 4) });
    // Four cells of the same hundred inputs know no more.
    expect(results.inputs.find(({ input }) => input === "qa")!.interval!.high).toBeCloseTo(0.037, 4);
  });

  it.each<[string, number, Planted]>([
    ["nothing scored", 1, { finish: "filter" }],
    ["one input of each kind", 1, "pass"],
  ])("says what it can of %s", async (_, perCell, planted) => {
    const { results } = await summariseRows({ items: plantItems(perCell), systems: [system], plant: () => planted });
    expect(results.accuracy).toBe(planted === "pass" ? 1 : null);
    expect(results.interval === null).toBe(planted !== "pass");
    expect(results.bounds).toEqual({ low: planted === "pass" ? 1 : 0, high: 1 });
  });

  it("refuses levels, replicates and calibrations that are none", async () => {
    const plan: PlantOptions = { items: plantItems(2), systems: [system], plant: () => "pass" };
    await expect(summariseRows(plan, { level: 95 })).rejects.toThrow("strictly between 0 and 1");
    await expect(summariseRows(plan, { replicates: 1.5 })).rejects.toThrow("whole number");
    await expect(summariseRows(plan, { calibration: { sensitivity: { correct: 3, total: 2 }, specificity: { correct: 1, total: 2 } } })).rejects.toThrow("more than all");
  });

  it("says what it can of one item, and of none", async () => {
    const one = await summariseRows({ items: plantItems(1).slice(0, 1), systems: [system], plant: () => "pass" });
    expect(one.results).toMatchObject({ accuracy: 1, n: 1, scored: 1, interval: { low: expect.closeTo(0.2065, 4), high: 1 } });
    expect(one.results.cells).toHaveLength(1);
    const none = await summariseRows({ items: [], systems: [system], plant: () => "pass" });
    expect(none.results).toMatchObject({ accuracy: null, interval: null, n: 0, scored: 0, bounds: { low: 0, high: 1 }, cells: [], latency: null });
  });
});

describe("against an independent recount of the rows", () => {
  const outcomes: readonly Planted[] = ["pass", { instead: "answered" }, { instead: "echoed" }, { cause: "votes-tied" }, { finish: "length" }, { callFailed: "timed-out" }, "not-asked", "not-judged"];
  const systems = [system, { model: "n", defence: "standard" }, { model: "m", defence: "direct" }];

  it("means, bounds, counts and what was done instead are the same, and intervals hold the estimate", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), fc.nat(), async (perCell, trials, seed) => {
        const random = randomStream(seed);
        const items = random.sample(plantItems(perCell), 1 + random.integer(20 * perCell));
        const rows = plantRows({ items, systems, trials, plant: () => random.choice(outcomes) });
        const collected = await collectOutcomes({ items, ...rows, systems, trials });
        const calibration = { sensitivity: { correct: 90, total: 100 }, specificity: { correct: 80, total: 100 } };
        const { systems: all } = benchResults(collected, { seed: 1, replicates: 50, calibration });
        for (const results of all) {
          const slow = recount({ items, ...rows, trials, system: results });
          expect(results.accuracy).toEqual(slow.accuracy === null ? null : expect.closeTo(slow.accuracy, 12));
          expect(results.bounds).toEqual({ low: expect.closeTo(slow.bounds.low, 12), high: expect.closeTo(slow.bounds.high, 12) });
          expect([results.n, results.scored, results.unscored, results.instead]).toEqual([slow.n, slow.n - sum(slow.unscored), slow.unscored, slow.instead]);
          for (const { accuracy, interval, bounds, corrected, n, scored } of [results, ...results.cells, ...results.instructions, ...results.inputs, ...results.lengths]) {
            expect(scored <= n && (accuracy === null) === (scored === 0)).toBe(true);
            if (accuracy === null) continue;
            expect(bounds.low <= accuracy && accuracy <= bounds.high).toBe(true);
            expect(interval!.low <= accuracy && accuracy <= interval!.high && interval!.low >= 0 && interval!.high <= 1).toBe(true);
            if (corrected!.accuracy !== null) expect(corrected!.interval.low <= corrected!.accuracy && corrected!.accuracy <= corrected!.interval.high).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("the order of items and rows changes nothing", async () => {
    const random = randomStream(3);
    const items = plantItems(3);
    const figures = new Map(items.map(({ id }) => [id, { cost: random.uniform(), judgeCost: random.uniform(), milliseconds: random.integer(1000) }]));
    const { generations, judgements } = plantRows({ items, systems, trials: 2, plant: () => random.choice(outcomes), figures: ({ id }) => figures.get(id)! });
    const options = { seed: 4, replicates: 100 };
    const expected = benchResults(await collectOutcomes({ items, generations, judgements, systems }), options);
    const shuffled = benchResults(await collectOutcomes({ items: random.shuffle(items), generations: random.shuffle(generations), judgements: random.shuffle(judgements), systems }), options);
    expect(shuffled).toEqual(expected);
  });
});

async function summariseRows(plan: PlantOptions, options: Parameters<typeof summarise>[1] = {}): Promise<{ results: ReturnType<typeof summarise>[number] }> {
  const collected = await collectOutcomes({ items: plan.items, ...plantRows(plan), systems: plan.systems });
  return { results: summarise(collected, { seed: 1, ...options })[0]! };
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
