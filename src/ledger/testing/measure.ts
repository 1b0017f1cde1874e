// `node src/ledger/testing/measure.ts`: how fast the ledger is on this machine. One line each; docs/ledger.md has the numbers of one.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ledger, WorkClaim } from "../ledger.ts";
import { openSqliteLedger } from "../sqlite-ledger.ts";

const VALUE = { text: "x".repeat(1000), usage: { input: 500, output: 200 } };
const folder = mkdtempSync(join(tmpdir(), "steadfast-measure-"));
const ledger = await openSqliteLedger({ folder });
const { id } = await ledger.createRun({ kind: "bench" });

await report("complete one by one", 2000, async (claims) => {
  for (const claim of claims) await ledger.completeWork([{ claim, value: VALUE }]);
});
await report("complete 32 at a time", 20_000, async (claims) => {
  for (let start = 0; start < claims.length; start += 32) await ledger.completeWork(claims.slice(start, start + 32).map((claim) => ({ claim, value: VALUE })));
});
await report("complete one each, 32 at once", 20_000, async (claims) => {
  const rest = claims.values();
  await Promise.all(Array.from({ length: 32 }, async () => {
    for (const claim of rest) await ledger.completeWork([{ claim, value: VALUE }]);
  }));
});
const batch = Array.from({ length: 100_000 }, (_, index) => ({ kind: "batch", key: String(index), value: VALUE }));
await time("put 100 000 records, 1000 at a time", batch.length, async () => {
  for (let start = 0; start < batch.length; start += 1000) await ledger.putRecords(id, batch.slice(start, start + 1000));
});
await time("stream 100 000 records", batch.length, async () => {
  for await (const _ of ledger.streamRecords(id, { kind: "batch" }));
});
await time("put 100 000 metric points, 100 at a time", 100_000, async () => {
  for (let step = 0; step < 100_000; step += 100) await ledger.putMetrics(id, Array.from({ length: 100 }, (_, index) => ({ name: "loss", step: step + index, value: 0.5 })));
});
await time("count 120 000 records by kind", 1, () => ledger.countRecords(id));
await ledger.close();
await time("open, find the latest run, close", 1, async () => {
  const again: Ledger = await openSqliteLedger({ folder });
  await again.findRun("latest");
  await again.close();
});
const last = await openSqliteLedger({ folder });
await time("delete the run", 1, () => last.deleteRun(id));
await last.close();
rmSync(folder, { recursive: true, force: true });

async function report(name: string, count: number, work: (claims: readonly WorkClaim[]) => Promise<void>): Promise<void> {
  await ledger.enqueueWork(id, Array.from({ length: count }, (_, index) => ({ kind: name, key: String(index) })));
  const claims = await ledger.claimWork(id, { kind: name, worker: "measure", leaseMilliseconds: 600_000, limit: count });
  await time(name, count, () => work(claims));
}

async function time(name: string, count: number, work: () => Promise<unknown>): Promise<void> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const rate = count === 1 ? "" : `, ${Math.round(count / (milliseconds / 1000))}/s, ${((user + system) / 1000 / count).toFixed(3)} ms CPU each`;
  console.log(`${name}: ${milliseconds.toFixed(1)} ms${rate}`);
}
