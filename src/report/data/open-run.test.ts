import fc from "fast-check";
import { expect, test } from "vitest";
import { addEvaluateRun, addTrainRun } from "../testing/fixture-ledger.ts";
import { temporaryLedgers } from "../testing/temporary-ledger.ts";
import type { EvaluatedRecord } from "./evaluation/evaluation-document.ts";
import { thin } from "./metric-series.ts";
import { openRun } from "./open-run.ts";
import { beginningOf, shortJson } from "./short-text.ts";

const { open } = temporaryLedgers();

test("an evaluation: means, lengths, topics, and every response in its block", async () => {
  const ledger = await open();
  const id = await addEvaluateRun(ledger, { records: 130 });
  const { document, blocks } = await openRun(ledger, await ledger.findRun(id));
  const [set] = document.evaluation!.data;
  const raw: { seed: number; record: number; rougeL: number; text: string }[] = [];
  for await (const { value } of ledger.streamRecords(id, { kind: "response" })) raw.push(value as never);
  const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(set!.rougeL.mean).toBeCloseTo(average(raw.map(({ rougeL }) => rougeL)), 9);
  expect(set!.rougeL.interval!.low).toBeLessThan(set!.rougeL.mean);
  expect(set!.rougeL.interval!.high).toBeGreaterThan(set!.rougeL.mean);
  expect(set!.lengths.reduce((sum, { records }) => sum + records, 0)).toBe(130);
  expect(set!.topics.map(({ topic, records }) => [topic, records])).toEqual([["open_qa", 65], ["brainstorming", 65]]);
  expect(set!.cutShare).toBeCloseTo(0.1, 9);
  const table = blocks.get("responses 0")!;
  const records = (await Promise.all([0, 1].map((block) => table.read(block)))).flat() as EvaluatedRecord[];
  expect(table.blocks).toBe(2);
  expect(records).toHaveLength(130);
  expect(records[127]!.responses.map(({ text }) => text)).toEqual([10, 20].map((seed) => `A lake is a wet place, number 127 under seed ${seed}.`));
  // What has pages of its own needs no plain tables.
  expect(document.tables).toEqual([]);
});

test("any run: curves, records in blocks, messages, files", async () => {
  const ledger = await open();
  const id = await addTrainRun(ledger);
  await ledger.putRecords(id, Array.from({ length: 250 }, (_, place) => ({ kind: "odd \"kind\"", key: `key ${place}`, value: { place, text: `${place} ${"word ".repeat(100)}` } })));
  await ledger.putMetrics(id, [{ name: "broken", step: 1, value: Number.NaN }, { name: "broken", step: 2, value: Number.POSITIVE_INFINITY }]);
  const { document, blocks } = await openRun(ledger, await ledger.findRun(id));
  expect(document.metrics.find(({ name }) => name === "broken")).toMatchObject({ count: 2, values: [null, null], last: null });
  expect(document.tables.map(({ kind, total }) => [kind, total])).toEqual([["answer", 9], ["odd \"kind\"", 250]]);
  const table = blocks.get("records odd \"kind\"")!;
  expect(table.blocks).toBe(3);
  expect(await table.read(2)).toHaveLength(50);
  expect(((await table.read(1)) as { key: string }[])[0]!.key).toBe("key 100");
  expect(document.artifacts).toMatchObject([{ name: "model", bytes: 498_000_000 }]);
  // All of it is JSON.
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});

test("a thinned curve keeps its ends, extremes and gaps, in order", () => {
  const value = fc.oneof({ weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) }, { weight: 1, arbitrary: fc.constant(null) });
  fc.assert(fc.property(fc.array(value, { maxLength: 400 }), fc.integer({ min: 5, max: 60 }), (values, most) => {
    const points = values.map((each, step) => ({ step, value: each }));
    const kept = thin(points, most);
    expect(kept.length).toBeLessThanOrEqual(Math.max(most, 5));
    expect(kept.map(({ step }) => step)).toEqual(kept.map(({ step }) => step).toSorted((a, b) => a - b));
    if (points.length === 0) return;
    expect([kept[0], kept.at(-1)]).toEqual([points[0], points.at(-1)]);
    const numbers = values.filter((each) => each !== null);
    const keptNumbers = kept.flatMap((each) => each.value ?? []);
    if (numbers.length > 0) expect([Math.min(...keptNumbers), Math.max(...keptNumbers)]).toEqual([Math.min(...numbers), Math.max(...numbers)]);
    expect(kept.some((each) => each.value === null)).toBe(values.includes(null));
  }));
});

test("short texts end between characters", () => {
  expect(beginningOf("a\n\n b", 10)).toBe("a b");
  expect(beginningOf("😀😀😀", 2)).toBe("😀😀…");
  expect(beginningOf("x".repeat(1_000_000), 3)).toBe("xxx…");
  expect(shortJson({ accuracy: 0.123456, nested: { none: null, list: [1, 2] } }, 80)).toBe("accuracy 0.1235, nested list 1, 2");
});
