import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Ledger, openSqliteLedger } from "../../ledger/index.ts";
import { createLedgerWriter } from "./ledger-writer.ts";

const folder = mkdtempSync(join(tmpdir(), "steadfast-writer-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

test("records, metrics, messages and files of a room come to stand in its run; progress does not", async () => {
  await using ledger = await openSqliteLedger({ folder });
  const run = await ledger.createRun({ kind: "test" });
  const writer = createLedgerWriter({ ledger, run: run.id, onFailure: (error) => expect.fail(String(error)) });
  const path = join(folder, "report.txt");
  writeFileSync(path, "abc");
  writer.sink({ type: "progress", task: "t", done: 1, total: 2, unit: "items" });
  writer.sink({ type: "record", kind: "answer", key: "1", value: { text: "Paris." } });
  writer.sink({ type: "metric", name: "loss", step: 1, value: Number.NaN });
  writer.sink({ type: "message", level: "warning", text: "careful" });
  writer.sink({ type: "artifact", name: "report", path });
  await writer.flush();
  const records = await collect(ledger.streamRecords(run.id));
  expect(records.map(({ kind, key, value }) => ({ kind, key, value }))).toEqual([
    { kind: "answer", key: "1", value: { text: "Paris." } },
    { kind: "message", key: expect.stringMatching(/Z 000001$/), value: { level: "warning", text: "careful" } },
  ]);
  expect(await collect(ledger.streamMetrics(run.id))).toMatchObject([{ name: "loss", step: 1, value: Number.NaN }]);
  expect(await collect(ledger.listArtifacts(run.id))).toMatchObject([{ name: "report", path, bytes: 3, sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" }]);
});

test("a resumed run keeps the messages of both its parts", async () => {
  await using ledger = await openSqliteLedger({ folder });
  const run = await ledger.createRun({ kind: "test" });
  for (const text of ["before", "after"]) {
    const writer = createLedgerWriter({ ledger, run: run.id, onFailure: (error) => expect.fail(String(error)) });
    writer.sink({ type: "message", level: "info", text });
    await writer.flush();
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect((await collect(ledger.streamRecords(run.id))).map(({ value }) => value)).toMatchObject([{ text: "before" }, { text: "after" }]);
});

test("what waits is written within a moment, without a flush", async () => {
  await using ledger = await openSqliteLedger({ folder });
  const run = await ledger.createRun({ kind: "test" });
  createLedgerWriter({ ledger, run: run.id, onFailure: (error) => expect.fail(String(error)) }).sink({ type: "record", kind: "answer", key: "1", value: 1 });
  await expect.poll(() => ledger.countRecords(run.id)).toEqual([{ kind: "answer", count: 1 }]);
});

test("once something cannot be written, it is told, and the flush rejects with it", async () => {
  const told: unknown[] = [];
  const broken = { putRecords: () => Promise.reject(new Error("disk full")) } as unknown as Ledger;
  const writer = createLedgerWriter({ ledger: broken, run: "x", onFailure: (error) => told.push(error) });
  writer.sink({ type: "record", kind: "answer", key: "1", value: 1 });
  await expect(writer.flush()).rejects.toThrow("disk full");
  writer.sink({ type: "record", kind: "answer", key: "2", value: 1 });
  await expect(writer.flush()).rejects.toThrow("disk full");
  expect(told).toHaveLength(1);
});
