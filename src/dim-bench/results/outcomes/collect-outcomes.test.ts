import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../../stats/index.ts";
import { judge, plantItems, type Planted, plantRows } from "../testing/plant.ts";
import { collectOutcomes } from "./collect-outcomes.ts";
import type { Outcomes } from "./outcome.ts";

const items = plantItems(1);
const system = { model: "m", defence: "standard" };

const kinds: readonly [Planted, Outcomes["systems"][number]["trials"][number][number]["outcome"]][] = [
  ["pass", { type: "pass" }],
  [{ instead: "answered" }, { type: "fail", instead: "answered" }],
  [{ cause: "judge-answer-unreadable" }, { type: "unscored", reason: "judge-answer-unreadable" }],
  [{ finish: "length" }, { type: "unscored", reason: "truncated-by-limit" }],
  [{ finish: "filter" }, { type: "unscored", reason: "filtered" }],
  [{ callFailed: "timed-out" }, { type: "unscored", reason: "call-failed/timed-out" }],
  [{ judgeFailed: "rate-limited" }, { type: "unscored", reason: "judge-failed/rate-limited" }],
  ["not-asked", { type: "unscored", reason: "not-asked" }],
  ["not-judged", { type: "unscored", reason: "not-judged" }],
];

describe("collectOutcomes", () => {
  it.each(kinds)("%j", async (planted, outcome) => {
    const rows = plantRows({ items, systems: [system], plant: ({ id }) => (id === "style/math-000" ? planted : "pass") });
    const outcomes = await collectOutcomes({ items, ...rows });
    const byItem = new Map(outcomes.items.map(({ id }, index) => [id, outcomes.systems[0]!.trials[0]![index]!.outcome]));
    expect(byItem.get("style/math-000")).toEqual(outcome);
    byItem.delete("style/math-000");
    expect([...byItem.values()]).toEqual(Array.from({ length: 19 }, () => ({ type: "pass" })));
  });

  it("reads streams, and counts what a run was to ask and did not", async () => {
    const { generations, judgements } = plantRows({ items, systems: [system], plant: () => "pass" });
    const outcomes = await collectOutcomes({
      items: stream(items),
      generations: stream(generations),
      judgements: stream(judgements),
      systems: [{ model: "never", defence: "standard" }, system],
      trials: 2,
    });
    expect(outcomes.systems.map(({ model }) => model)).toEqual(["never", "m"]);
    expect(outcomes.systems.map(({ trials }) => trials.map((results) => results.filter(({ outcome }) => outcome.type === "pass").length))).toEqual([[0, 0], [20, 0]]);
    expect(outcomes.systems[1]!.trials[1]![0]).toEqual({ outcome: { type: "unscored", reason: "not-asked" }, call: null, judging: null });
  });

  it("comes to the same in any order of rows, and when rows come twice", async () => {
    const systems = [system, { model: "n", defence: "direct" }];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...kinds.map(([planted]) => planted)), { minLength: 80, maxLength: 80 }), fc.integer(), async (planted, seed) => {
        let next = 0;
        const { generations, judgements } = plantRows({ items, systems, trials: 2, plant: () => planted[next++]! });
        const random = randomStream(seed);
        const expected = await collectOutcomes({ items, generations, judgements, systems, trials: 2 });
        const shuffled = await collectOutcomes({ items: random.shuffle(items), generations: random.shuffle([...generations, ...generations]), judgements: random.shuffle([...judgements, ...judgements]), systems, trials: 2 });
        expect(shuffled).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("lets an answer count before a failure of the same call, whichever comes first", async () => {
    const failed = plantRows({ items, systems: [system], plant: () => ({ callFailed: "server-failed" }) });
    const { generations, judgements } = plantRows({ items, systems: [system], plant: () => "pass" });
    for (const order of [[...failed.generations, ...generations], [...generations, ...failed.generations]]) {
      const outcomes = await collectOutcomes({ items, generations: order, judgements });
      expect(outcomes.systems[0]!.trials[0]!.every(({ outcome }) => outcome.type === "pass")).toBe(true);
    }
  });

  it("takes the same of two failures of one call, whichever comes first", async () => {
    const [first, second] = (["timed-out", "server-failed"] as const).map((callFailed) => plantRows({ items, systems: [system], plant: () => ({ callFailed }) }).generations);
    const outcomes = await Promise.all([[...first!, ...second!], [...second!, ...first!]].map((generations) => collectOutcomes({ items, generations, judgements: [] })));
    expect(outcomes[0]).toEqual(outcomes[1]);
  });

  it("judges two items that one call stands for each by its own judgement", async () => {
    const { generations, judgements } = plantRows({ items, systems: [system], plant: ({ instructionTask }) => (instructionTask === "style" ? { instead: "wrong-style" } : "pass") });
    const outcomes = await collectOutcomes({ items, generations: generations.map((row) => ({ ...row, key: "one" })), judgements: judgements.map((row) => ({ ...row, generation: "one" })) });
    expect(outcomes.systems[0]!.trials[0]!.filter(({ outcome }) => outcome.type === "fail")).toHaveLength(5);
    expect(outcomes.strangers).toBe(0);
  });

  it("lets a judgement that two defences share be paid once, by the one that paid for the answer", async () => {
    const systems = [{ model: "m", defence: "a" }, { model: "m", defence: "b" }];
    const { generations, judgements } = plantRows({ items, systems, plant: () => "pass", figures: (_, { defence }) => (defence === "a" ? { cost: 0, cachedCost: 1, judgeCost: 0.5 } : { cost: 1, judgeCost: 0.5 }) });
    const shared = { items, generations: generations.map((row) => ({ ...row, key: row.item })), judgements: judgements.map((row) => ({ ...row, key: row.item, generation: row.item })) };
    for (const rows of [shared, { ...shared, generations: shared.generations.toReversed() }]) {
      const outcomes = await collectOutcomes(rows);
      expect(outcomes.systems.map(({ trials }) => trials[0]![0]!.judging)).toMatchObject([{ cost: 0, cached: { cost: 0.5 } }, { cost: 0.5, cached: null }]);
    }
  });

  it("takes a call that was turned away for free, and one that may have been served for unknown", async () => {
    const { generations, judgements } = plantRows({ items, systems: [system], plant: ({ id }) => ({ callFailed: id === "style/math-000" ? "timed-out" : "rate-limited" }), figures: () => ({ cost: null }) });
    const outcomes = await collectOutcomes({ items, generations, judgements });
    expect(outcomes.items.flatMap(({ id }, index) => (outcomes.systems[0]!.trials[0]![index]!.call!.cost === null ? [id] : []))).toEqual(["style/math-000"]);
  });

  it("takes failures of a kind that it does not know for unscored, at an unknown cost", async () => {
    const { generations } = plantRows({ items, systems: [system], plant: () => ({ callFailed: "of-a-later-version" as "timed-out" }), figures: () => ({ cost: null }) });
    const [result] = (await collectOutcomes({ items, generations, judgements: [] })).systems[0]!.trials[0]!;
    expect(result).toMatchObject({ outcome: { reason: "call-failed/of-a-later-version" }, call: { cost: null } });
  });

  it("counts rows of nothing that was asked, and lets them count nowhere else", async () => {
    const rows = plantRows({ items, systems: [system], trials: 2, plant: () => "pass" });
    const outcomes = await collectOutcomes({ items: items.slice(1), ...rows, trials: 1 });
    // Of two trials and twenty items one trial of nineteen was asked; judgements of what was not are strangers as well.
    expect(outcomes.strangers).toBe(2 * (40 - 19));
    expect(outcomes.systems[0]!.trials.flat()).toHaveLength(19);
  });

  it("refuses what contradicts itself", async () => {
    const { generations, judgements } = plantRows({ items, systems: [system], plant: () => "pass" });
    await expect(collectOutcomes({ items: [...items, items[0]!], generations, judgements })).rejects.toThrow("stands twice");
    await expect(collectOutcomes({ items, generations: [...generations, { ...generations[0]!, key: "other" }], judgements })).rejects.toThrow("two answers");
    await expect(collectOutcomes({ items, generations: [{ ...generations[0]!, trial: 1e9 }], judgements })).rejects.toThrow("no whole number from 0 to 999");
    const other = { ...judgements[0]!, judge: "other", judgeHash: "b" };
    await expect(collectOutcomes({ items, generations, judgements: [...judgements, other] })).rejects.toThrow("the judges planted and other");
    const chosen = await collectOutcomes({ items, generations, judgements: [other, ...judgements], judge: judge.hash });
    expect(chosen.judge).toEqual(judge);
  });

  it("takes no items, and no rows", async () => {
    expect(await collectOutcomes({ items: [], generations: [], judgements: [] })).toEqual({ items: [], systems: [], judge: null, strangers: 0 });
    const asked = await collectOutcomes({ items: [], generations: [], judgements: [], systems: [system] });
    expect(asked.systems).toEqual([{ ...system, trials: [[]] }]);
  });
});

async function* stream<Row>(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}
