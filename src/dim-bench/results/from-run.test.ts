import { expect, test } from "vitest";
import { promptOf } from "../../world/index.ts";
import { delimited } from "../defences/delimited.ts";
import { lab } from "../defences/lab.ts";
import { labItems } from "../items/lab-items.ts";
import { benchItems, generationRows, judgementRows } from "../run/read-rows.ts";
import { benchBed, collect } from "../run/testing/bench-bed.ts";
import { oracle } from "../run/testing/oracle.ts";
import { benchResults } from "./bench-results.ts";
import { csvLines } from "./export/csv.ts";
import { collectOutcomes } from "./outcomes/collect-outcomes.ts";
import { pairsForRepair } from "./pairs/pairs-for-repair.ts";

const bed = benchBed();
const items = labItems({ perCell: 3 });

test("the rows of a real run, asked of a real server, come out as the server knows them to be", async () => {
  const { replies, passes } = oracle(items);
  const golden = new Map(items.map((item) => [promptOf(item), item.gold!]));
  const [cut, ill] = [items[4]!, items[11]!];
  const server = await bed.serve(({ model, question }) => {
    if (model === "parrot") return replies.get(question) ?? "what?";
    if (question === promptOf(cut)) return { text: golden.get(question)!, finish: "length" };
    return question === promptOf(ill) ? { status: 400, body: "{}" } : (golden.get(question) ?? "what?");
  });
  const models = [await bed.open(server, "parrot"), await bed.open(server, "crow")];
  const begun = await bed.begin(models, { set: items, defences: [lab, delimited] });
  await bed.work(begun);

  const rows = { generations: () => generationRows(begun), judgements: () => judgementRows(begun, begun.judge) };
  const outcomes = await collectOutcomes({ items: benchItems(begun), generations: rows.generations(), judgements: rows.judgements(), systems: models.flatMap(({ reference }) => [lab, delimited].map(({ name }) => ({ model: reference, defence: name }))), trials: 1 });
  const results = benchResults(outcomes, { replicates: 200 });
  expect(outcomes.strangers).toBe(0);
  expect(results.systems.map(({ model, defence, n, scored }) => [model.split("#")[1], defence, n, scored])).toEqual([["parrot", "lab", 60, 60], ["parrot", "delimited", 60, 60], ["crow", "lab", 60, 58], ["crow", "delimited", 60, 60]]);
  const [parrot, fenced, crow] = results.systems;
  for (const { instruction, input, accuracy } of parrot!.cells) {
    const cell = items.filter(({ instructionTask, inputTask }) => instructionTask === instruction && inputTask === input);
    expect(accuracy).toBeCloseTo(cell.filter(({ id }) => passes.has(id)).length / cell.length, 12);
  }
  expect(fenced!.instead).toEqual({ other: 60 });
  expect(crow).toMatchObject({ accuracy: 1, unscored: { "truncated-by-limit": 1, "call-failed/request-refused": 1 }, usage: { calls: 59, failedCalls: 1, input: 5900 }, bounds: { low: expect.closeTo(58 / 60, 12), high: 1 } });
  expect(crow!.cost.target).toBeCloseTo((5900 + 2 * crow!.usage.output) / 1e6, 12);
  // Two defences of either model, two models under either defence; the crow is right where the parrot is not.
  expect([results.comparisons.models.length, results.comparisons.defences.length, results.rankings.length]).toEqual([2, 2, 4]);
  expect(results.comparisons.models[0]).toMatchObject({ onlyFirst: 0, onlySecond: 60 - passes.size - [cut, ill].filter(({ id }) => !passes.has(id)).length, dropped: 2, decisive: true });
  expect([...csvLines(outcomes)].length).toBe(241);

  const { count, without, pairs } = await pairsForRepair({ items: benchItems(begun), ...rows, judgements: rows.judgements(), perItem: 2 });
  const found = await collect(pairs());
  expect(found).toHaveLength(count);
  expect(without).toEqual({});
  const goldOf = new Map(items.flatMap((item) => [lab, delimited].map((defence) => [defence.messages(item)[0]!.text, item.gold!])));
  for (const { prompt, desired, undesired } of found) {
    expect(desired).toBe(goldOf.get(prompt));
    expect(undesired).not.toBe(desired);
  }
});
