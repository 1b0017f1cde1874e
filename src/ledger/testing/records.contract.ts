import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Json } from "../../base/index.ts";
import type { NewRecord } from "../ledger.ts";
import { anyJson, anyText, collect, type ContractContext } from "./contract-context.ts";

const record = (key: string, value: Json): NewRecord => ({ kind: "a", key, value });
const values = (records: readonly NewRecord[]): Json[] => records.map(({ value }) => value);

export function recordsContract({ fresh, open, freshPlace }: ContractContext): void {
  test("the first value under a key stays, and each writer learns whether its own was new", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "bench" });
    expect(await ledger.putRecords(id, [record("x", 1), record("y", 2), record("x", 3)])).toEqual([true, true, false]);
    expect(await ledger.putRecords(id, [record("y", 4), record("z", 5)])).toEqual([false, true]);
    expect(await ledger.putRecords(id, [{ kind: "b", key: "x", value: 6 }])).toEqual([true]);
    expect((await collect(ledger.streamRecords(id))).map(({ kind, key, value }) => [kind, key, value])).toEqual([
      ["a", "x", 1],
      ["a", "y", 2],
      ["a", "z", 5],
      ["b", "x", 6],
    ]);
    expect(await ledger.countRecords(id)).toEqual([
      { kind: "a", count: 3 },
      { kind: "b", count: 1 },
    ]);
  });

  test("two that write the same key at once: exactly one is first", async () => {
    const place = freshPlace();
    const ledgers = await Promise.all([open(place), open(place), open(place)]);
    const { id } = await ledgers[0]!.createRun({ kind: "bench" });
    const keys = Array.from({ length: 50 }, (_, index) => String(index));
    const answers = await Promise.all(
      ledgers.flatMap((ledger, writer) => keys.map(async (key) => (await ledger.putRecords(id, [{ kind: "a", key, value: writer }]))[0])),
    );
    expect(answers.filter(Boolean)).toHaveLength(keys.length);
    expect(await collect(ledgers[0]!.streamRecords(id))).toHaveLength(keys.length);
    await Promise.all(ledgers.map((ledger) => ledger.close()));
  });

  test("a replaced record comes again to those who follow the stream", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "bench" });
    await ledger.putRecords(id, [{ kind: "a", key: "x", value: 1 }]);
    await ledger.putRecords(id, [{ kind: "a", key: "y", value: 2 }]);
    const seen = (await collect(ledger.streamRecords(id))).at(-1)!.sequence;
    expect(await ledger.putRecords(id, [{ kind: "a", key: "x", value: 3 }], { replace: true })).toEqual([false]);
    expect(await ledger.putRecords(id, [{ kind: "a", key: "z", value: 4 }], { replace: true })).toEqual([true]);
    expect((await collect(ledger.streamRecords(id, { after: seen }))).map(({ key, value }) => [key, value])).toEqual([["x", 3], ["z", 4]]);
    expect((await collect(ledger.streamRecords(id))).map(({ key }) => key)).toEqual(["y", "x", "z"]);
  });

  test("a content key finds its record in every run, the latest first, or in one run only", async () => {
    const ledger = await fresh();
    const [first, second] = [await ledger.createRun({ kind: "bench" }), await ledger.createRun({ kind: "bench" })];
    await ledger.putRecords(first.id, [{ kind: "a", key: "x", value: 1 }, { kind: "a", key: "y", value: 2 }, { kind: "b", key: "z", value: 3 }]);
    await ledger.putRecords(second.id, [{ kind: "a", key: "x", value: 4 }]);
    expect(await ledger.findRecord({ kind: "a" }, "x")).toMatchObject({ run: second.id, value: 4 });
    expect(await ledger.findRecord({ kind: "a", run: first.id }, "x")).toMatchObject({ run: first.id, value: 1 });
    expect(await ledger.findRecord({ kind: "a", run: second.id }, "y")).toBeNull();
    const keys = ["x", "y", "z", ...Array.from({ length: 2000 }, (_, index) => `absent ${index}`)];
    const found = await ledger.findRecords({ kind: "a" }, new Set(keys));
    expect([...found].map(([key, { value }]) => [key, value])).toEqual([["x", 4], ["y", 2]]);
  });

  test("any text is a key and any JSON a value: what comes back is what was given", async () => {
    const ledger = await fresh();
    const shape = fc.record({ kind: anyText, title: anyText, records: fc.uniqueArray(fc.tuple(anyText, anyJson), { selector: ([key]) => key, maxLength: 8 }) });
    await fc.assert(
      fc.asyncProperty(shape, async ({ kind, title, records }) => {
        const { id } = await ledger.createRun({ kind, title, options: { text: title } });
        expect(await ledger.findRun(id)).toMatchObject({ kind, title, options: { text: title } });
        const given = records.map(([key, value]) => ({ kind, key, value }));
        expect(await ledger.putRecords(id, given)).toEqual(given.map(() => true));
        expect((await collect(ledger.streamRecords(id, { kind }))).map(({ kind, key, value }) => ({ kind, key, value }))).toEqual(given);
        for (const [key, value] of records) expect((await ledger.findRecord({ kind, run: id }, key))?.value).toEqual(value);
        if (given.length > 0) expect(await ledger.countRecords(id)).toEqual([{ kind, count: given.length }]);
      }),
      { numRuns: 150 },
    );
  });

  test("a batch with a value that JSON would change is refused whole, others of the same moment are not", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "bench" });
    const bad = ledger.putRecords(id, [{ kind: "a", key: "x", value: 1 }, { kind: "a", key: "y", value: Number.NaN }]);
    const good = ledger.putRecords(id, [{ kind: "a", key: "z", value: 2 }]);
    await expect(bad).rejects.toMatchObject({ code: "not-json" });
    expect(await good).toEqual([true]);
    await expect(ledger.putRecords(id, [{ kind: "a", key: "d", value: new Date() as unknown as Json }])).rejects.toMatchObject({ code: "not-json" });
    expect((await collect(ledger.streamRecords(id))).map(({ key }) => key)).toEqual(["z"]);
  });

  test("a long stream is whole, in order, within its limit, and may be left or written to on the way", async () => {
    const ledger = await fresh();
    const { id } = await ledger.createRun({ kind: "bench" });
    const count = 3210;
    await ledger.putRecords(id, Array.from({ length: count }, (_, index) => ({ kind: index % 10 === 0 ? "tenth" : "other", key: String(index), value: index })));
    expect(values(await collect(ledger.streamRecords(id)))).toEqual(Array.from({ length: count }, (_, index) => index));
    expect(values(await collect(ledger.streamRecords(id, { kind: "tenth" })))).toEqual(Array.from({ length: count / 10 }, (_, index) => index * 10));
    expect(await collect(ledger.streamRecords(id, { limit: 1234 }))).toHaveLength(1234);
    let seen = 0;
    for await (const { value } of ledger.streamRecords(id)) {
      expect(value).toBe(seen);
      seen += 1;
      if (seen === 700) await ledger.putRecords(id, [{ kind: "other", key: "late", value: count }]);
      if (seen === 10) for await (const _ of ledger.streamRecords(id)) break;
    }
    expect(seen).toBe(count + 1);
  });
}
