import { describe, expect, it } from "vitest";
import { holm, mcnemarExact, pairedPower, randomStream } from "../../../stats/index.ts";
import { benchResults } from "../bench-results.ts";
import { collectOutcomes } from "../outcomes/collect-outcomes.ts";
import type { Outcomes } from "../outcomes/outcome.ts";
import { plantItems, type Planted, type PlantOptions, plantRows } from "../testing/plant.ts";
import { compareDefences, compareModels } from "./compare.ts";
import { signFlipTest } from "./sign-flip.ts";

const wrong: Planted = { instead: "answered" };
const models = (...names: readonly string[]): { model: string; defence: string }[] => names.map((model) => ({ model, defence: "standard" }));

describe("compareModels", () => {
  it("finds the planted difference, its counts, and McNemar's test of src/stats in every cell", async () => {
    // Of 40 inputs, b passes the first 20; a the first 30 of them but for 3.
    const outcomes = await outcomesOf({
      items: plantItems(40),
      systems: models("a", "b"),
      plant: ({ inputId }, { model }) => {
        const index = Number(inputId.split("-")[1]);
        return (model === "a" ? index >= 3 && index < 30 : index < 20) ? "pass" : wrong;
      },
    });
    const [comparison, ...none] = compareModels(outcomes, { seed: 1 });
    expect(none).toEqual([]);
    expect(comparison).toMatchObject({ first: { model: "a" }, second: { model: "b" }, pairs: 800, dropped: 0, onlyFirst: 200, onlySecond: 60, decisive: true });
    expect(comparison!.difference).toBeCloseTo(7 / 40, 12);
    expect(comparison!.mcnemar).toBe(mcnemarExact({ onlyFirst: 200, onlySecond: 60 }));
    const pValue = mcnemarExact({ onlyFirst: 10, onlySecond: 3 });
    expect(comparison!.cells).toHaveLength(20);
    for (const cell of comparison!.cells) expect(cell).toMatchObject({ pairs: 40, onlyFirst: 10, onlySecond: 3, pValue, adjustedPValue: holm(Array.from({ length: 20 }, () => pValue))[0] });
    // 65 inputs in discord that move in fours: no test may take them for 260 independent items.
    expect(comparison!.pValue).toBeGreaterThan(comparison!.mcnemar! * 1000);
  });

  it("sees nothing where there is nothing, and says what it would have seen", async () => {
    const random = randomStream(5);
    const outcomes = await outcomesOf({ items: plantItems(100), systems: models("a", "b"), plant: () => (random.uniform() < 0.5 ? "pass" : wrong) });
    const { comparisons, rankings } = benchResults(outcomes, { seed: 1 });
    const comparison = comparisons.models[0]!;
    expect(comparison.decisive).toBe(false);
    expect(comparison.interval!.low < 0 && comparison.interval!.high > 0).toBe(true);
    // Independent items: about as many pairs as there are.
    const smallest = comparison.smallestDetectable!;
    expect(Math.abs(pairedPower({ pairs: 2000, discordance: 0.5, difference: smallest }) - 0.8)).toBeLessThan(0.08);
    expect(rankings[0]!.decisive).toBe(false);
    expect(rankings[0]!.sentence).toMatch(/^The ranking of the models under standard is not decisive: (?:a and b|b and a) cannot be told apart \(they differ by \+?\d\.\d points, interval −\d\.\d to \+\d\.\d; so many items would show 4\.\d points or more\)\.$/);
  });

  it("leaves out items that either lacks, and bounds what they could have done", async () => {
    const outcomes = await outcomesOf({
      items: plantItems(10),
      systems: models("a", "b"),
      plant: ({ inputId }, { model }) => (inputId.endsWith("-0") ? (model === "a" ? { finish: "length" } : wrong) : model === "a" ? "pass" : wrong),
    });
    const [comparison] = compareModels(outcomes, { seed: 1 });
    expect(comparison).toMatchObject({ pairs: 180, dropped: 20, difference: expect.closeTo(1, 12), bounds: { low: expect.closeTo(0.9, 12), high: expect.closeTo(1, 12) } });
  });

  it("is not sure that two systems are alike because they agreed on few items", async () => {
    const outcomes = await outcomesOf({ items: plantItems(4), systems: models("a", "b"), plant: () => "pass" });
    const [comparison] = compareModels(outcomes, { seed: 1 });
    expect(comparison).toMatchObject({ difference: 0, pValue: 1, adjustedPValue: 1, decisive: false, smallestDetectable: null });
    expect(comparison!.interval!.low).toBeLessThan(-0.05);
    expect(comparison!.interval!.high).toBeGreaterThan(0.05);
  });

  it("adjusts over all pairs of models, and ranks them", async () => {
    const passes: Readonly<Record<string, number>> = { good: 90, same: 89, bad: 20 };
    const outcomes = await outcomesOf({ items: plantItems(100), systems: models("bad", "same", "good"), plant: ({ inputId }, { model }) => (Number(inputId.split("-")[1]) < passes[model]! ? "pass" : wrong) });
    const { comparisons, rankings } = benchResults(outcomes, { seed: 1 });
    expect(comparisons.models.map(({ adjustedPValue }) => adjustedPValue)).toEqual(holm(comparisons.models.map(({ pValue }) => pValue)));
    expect(rankings).toHaveLength(1);
    expect(rankings[0]!.order.map(({ model }) => model)).toEqual(["good", "same", "bad"]);
    // Five inputs tell good from same, one of each kind: a coin says as much in 1 of 16.
    expect(rankings[0]!).toMatchObject({ decisive: false, undecided: [{ first: "good", second: "same" }] });
    expect(comparisons.models.find(({ first, second }) => first.model === "same" && second.model === "good")!.pValue).toBe(1 / 16);
  });

  it("calls nothing decided that its interval leaves open, whatever the p-value says", async () => {
    // Six inputs differ, one item of four each: signs alone would fall so in 1 of 32.
    const items = plantItems(6).filter(({ inputTask }) => inputTask === "math");
    const outcomes = await outcomesOf({ items, systems: models("a", "b"), plant: ({ instructionTask }, { model }) => (model === "a" && instructionTask === "style" ? "pass" : wrong) });
    expect(compareModels(outcomes)[0]).toMatchObject({ difference: 0.25, adjustedPValue: 1 / 32, decisive: false });
  });

  it("does not trust an order that the items which both have scored turn round", async () => {
    // a has 60 easy items to itself, and b 60 hard ones; of those they share, b passes two thirds and a none.
    const outcomes = await outcomesOf({
      items: plantItems(150),
      systems: models("a", "b"),
      plant: ({ inputId }, { model }) => {
        const index = Number(inputId.split("-")[1]);
        if (index < 30) return model === "b" && index < 20 ? "pass" : wrong;
        return index < 90 === (model === "a") ? (model === "a" ? "pass" : wrong) : { finish: "length" };
      },
    });
    const { comparisons, rankings } = benchResults(outcomes);
    expect(comparisons.models[0]).toMatchObject({ difference: expect.closeTo(-2 / 3, 12), decisive: true, dropped: 2400 });
    expect(rankings[0]).toMatchObject({ order: [{ model: "a" }, { model: "b" }], decisive: false });
    expect(rankings[0]!.sentence).toContain("a is before b by all that was scored of each, but behind it by what was scored of both (−66.7 points");
  });

  it("compares defences of one model, and only these", async () => {
    const systems = ["m", "n"].flatMap((model) => ["standard", "direct"].map((defence) => ({ model, defence })));
    const outcomes = await outcomesOf({ items: plantItems(30), systems, plant: (_, { defence }) => (defence === "direct" ? "pass" : wrong) });
    expect(compareDefences(outcomes, { seed: 1 }).map(({ first, second, difference, decisive }) => [first.model, second.model, difference, decisive])).toEqual([["m", "m", -1, true], ["n", "n", -1, true]]);
    expect(compareModels(outcomes, { seed: 1 })).toHaveLength(2);
    expect(benchResults(outcomes).rankings.map(({ sentence }) => sentence).filter((sentence) => sentence.includes("of m"))).toEqual(["The ranking of the defences of m is decisive: direct before standard."]);
  });

  it("averages trials before it pairs", async () => {
    const items = plantItems(20);
    const outcomes = await outcomesOf({ items, systems: models("a", "b"), trials: 4, plant: (_, { model }, trial) => (trial < (model === "a" ? 3 : 2) ? "pass" : wrong) });
    const [comparison] = compareModels(outcomes, { seed: 1 });
    expect(comparison).toMatchObject({ difference: expect.closeTo(0.25, 12), mcnemar: null, pairs: 400, onlyFirst: 400, onlySecond: 0 });
    expect(comparison!.cells[0]!.pValue).toBe(1 / 20_000);
  });

  it("says that nothing is decided where nothing was scored of both", async () => {
    const outcomes = await outcomesOf({ items: plantItems(2), systems: models("a", "b"), plant: (_, { model }) => (model === "a" ? "pass" : { finish: "filter" }) });
    const { comparisons, rankings } = benchResults(outcomes);
    expect(comparisons.models[0]).toMatchObject({ difference: null, interval: null, pValue: 1, decisive: false, bounds: { low: 0, high: 1 } });
    expect(rankings[0]!.sentence).toBe("The ranking of the models under standard is not decisive: a and b cannot be told apart (no item was scored of both).");
  });
});

describe("signFlipTest", () => {
  it.each([[1, 7], [0, 5], [3, 3], [10, 0], [4, 9]])("is McNemar's exact test where inputs weigh alike: %d and %d", (onlyFirst, onlySecond) => {
    const weights = [...Array.from({ length: onlyFirst }, () => 0.05), ...Array.from({ length: onlySecond }, () => -0.05), 0, 0];
    expect(signFlipTest(weights, 1)).toBeCloseTo(mcnemarExact({ onlyFirst, onlySecond }), 12);
  });

  it("comes near it where signs are drawn", () => {
    const weights = [...Array.from({ length: 60 }, () => 0.01), ...Array.from({ length: 40 }, () => -0.01)];
    expect(Math.abs(signFlipTest(weights, 1) - mcnemarExact({ onlyFirst: 60, onlySecond: 40 }))).toBeLessThan(0.006);
  });

  it("keeps its size: of systems that are alike, with items that hang together, 1 in 20 is called different", () => {
    const runs = 600;
    let rejected = 0;
    for (let run = 0; run < runs; run++) {
      const random = randomStream(8, run);
      const weights = Array.from({ length: 30 }, () => (random.uniform() < 0.5 ? 1 : -1) * random.exponential());
      if (signFlipTest(weights.slice(0, 13), run) <= 0.05) rejected++;
    }
    expect(rejected / runs).toBeGreaterThan(0.025);
    expect(rejected / runs).toBeLessThan(0.075);
  });

  it("is 1 where nothing moves", () => expect([signFlipTest([], 1), signFlipTest([0, 0], 1)]).toEqual([1, 1]));
});

async function outcomesOf(plan: PlantOptions): Promise<Outcomes> {
  return collectOutcomes({ items: plan.items, ...plantRows(plan), systems: plan.systems });
}
