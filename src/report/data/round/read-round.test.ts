import { expect, test } from "vitest";
import { addBenchRun, addRepairRun, addRound } from "../../testing/fixture-ledger.ts";
import { temporaryLedgers } from "../../testing/temporary-ledger.ts";
import type { BenchDocument } from "../bench/bench-document.ts";
import { openRun } from "../open-run.ts";
import { readRoundEndingWith } from "./read-round.ts";

const { open } = temporaryLedgers();

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test("a round: the runs in their order, and changes that are counted from the rows of both runs", async () => {
  const ledger = await open();
  const ids = await addRound(ledger);
  const round = await readRoundEndingWith(ledger, await ledger.findRun(ids.after));
  expect(round.steps.map(({ part, run }) => [part, run.id])).toEqual([["measure", ids.before], ["repair", ids.repair], ["distil", ids.distill], ["measure again", ids.after]]);
  expect(round.ways).toEqual([["planted:large", "made/repaired"], ["planted:small", "made/distilled"]]);
  expect(round).toMatchObject({ id: ids.after, set: "dim-bench", items: 80, inputs: 20, level: 0.95 });
  expect(JSON.parse(JSON.stringify(round))).toEqual(round);

  // Counted anew from the lists of items that the pages of both runs have.
  const [before, after] = await Promise.all([ids.before, ids.after].map(async (id) => (await openRun(ledger, await ledger.findRun(id))).document.bench!));
  const outcome = (bench: BenchDocument, system: number, item: number): string => bench.outcomes[bench.codes[system]![0]![item]!]!.type;
  expect(after!.items.ids).toEqual(before!.items.ids);
  for (const [system, way] of round.models.entries()) {
    expect(way.why).toBeNull();
    expect(way.stages.map(({ measured }) => measured.map(({ run, accuracy, n }) => [run, accuracy, n]))).toEqual([before!, after!].map((bench, place) => [[place === 0 ? ids.before : ids.after, bench.results.systems[system]!.accuracy, 80]]));
    const [{ comparison, accuracy, cells, gained, lost, isSameModel }] = way.changes as [(typeof way.changes)[number]];
    const pairs = before!.items.ids.flatMap((id, item) => {
      const [first, last] = [outcome(before!, system, item), outcome(after!, system, item)];
      return first === "unscored" || last === "unscored" ? [] : [{ id, cell: `${before!.items.instruction[item]} ${before!.items.input[item]}`, first: Number(first === "pass"), last: Number(last === "pass") }];
    });
    expect(comparison.pairs).toBe(pairs.length);
    expect(gained).toEqual(pairs.filter(({ first, last }) => last > first).map(({ id }) => id));
    expect(lost).toEqual(pairs.filter(({ first, last }) => last < first).map(({ id }) => id));
    expect([comparison.onlyFirst, comparison.onlySecond]).toEqual([gained.length, lost.length]);
    const groups = [...Map.groupBy(pairs, ({ cell }) => cell).values()];
    expect(comparison.difference).toBeCloseTo(mean(groups.map((group) => mean(group.map(({ first, last }) => last - first)))), 12);
    expect(accuracy.before).toBeCloseTo(mean(groups.map((group) => mean(group.map(({ first }) => first)))), 12);
    expect(accuracy.after! - accuracy.before!).toBeCloseTo(comparison.difference!, 12);
    for (const [place, cell] of comparison.cells.entries()) if (cell.difference !== null) expect(cells[place]!.after! - cells[place]!.before!).toBeCloseTo(cell.difference, 12);
    expect(isSameModel).toBe(system === 0);
    expect(comparison.interval!.low).toBeLessThanOrEqual(comparison.difference!);
  }
  // Planted: from 3 in 10 to 8 in 10; nothing for the other.
  expect(round.models[1]!.changes[0]!.comparison).toMatchObject({ decisive: true, first: { model: "made/distilled" }, second: { model: "planted:small" } });
  expect(round.models[0]!.changes[0]!.comparison.decisive).toBe(false);
});

test("why there is no change to tell", async () => {
  const ledger = await open();
  const repair = async (save: string): Promise<string> => addRepairRun(ledger, { model: "planted:large", save });
  const measured = (perCell: number, reference: string, defenceNames = ["standard"]): Promise<string> => addBenchRun(ledger, { perCell, defenceNames, names: [{ name: "large", rate: 0.5, reference }] });
  const whyAfter = async (id: string): Promise<string | null> => (await readRoundEndingWith(ledger, await ledger.findRun(id))).models[0]!.why;

  await repair("out");
  expect(await whyAfter(await measured(1, "out"))).toBe("This ledger has no run of DIM-Bench that measured planted:large.");
  const other = await measured(2, "planted:large");
  expect(await whyAfter(await measured(1, "out"))).toBe(`The run ${other} measured the first model over other items, so the two cannot be compared item by item.`);
  const sandwich = await measured(1, "planted:large", ["sandwich"]);
  expect(await whyAfter(await measured(1, "out"))).toBe(`The run ${sandwich} asked under other defences.`);
  await measured(1, "planted:large", ["sandwich", "standard"]);
  expect(await whyAfter(await measured(1, "out"))).toBeNull();
  const begun = await addBenchRun(ledger, { perCell: 1, defenceNames: ["standard"], names: [{ name: "large", rate: 0.5, reference: "out" }], begin: true });
  expect(await whyAfter(begun)).toBe("One of the two measurements was not judged yet.");
  await expect(readRoundEndingWith(ledger, await ledger.findRun(other))).rejects.toMatchObject({ code: "round-missing" });
});
