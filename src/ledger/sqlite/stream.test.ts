import { expect, test } from "vitest";
import type { Ledger } from "../ledger.ts";
import { openSqliteLedger } from "../sqlite-ledger.ts";
import { runScript, scratchFolders } from "../testing/scratch.ts";

const scratch = scratchFolders();

async function fill(ledger: Ledger, run: string, { kind, count, value }: { kind: string; count: number; value: string }): Promise<void> {
  const batch = Math.min(count, Math.ceil(8_000_000 / value.length));
  for (let start = 0; start < count; start += batch) {
    await ledger.putRecords(run, Array.from({ length: Math.min(batch, count - start) }, (_, index) => ({ kind, key: String(start + index), value })));
  }
}

test("100 000 records, and answers of megabytes, are streamed in little memory", { timeout: 120_000 }, async () => {
  const folder = scratch();
  const ledger = await openSqliteLedger({ folder });
  const { id } = await ledger.createRun({ kind: "bench" });
  const sets = [
    { kind: "many", count: 100_000, value: "x".repeat(1000) },
    { kind: "large", count: 100, value: "x".repeat(1_500_000) },
  ];
  for (const set of sets) await fill(ledger, id, set);
  await ledger.close();
  for (const { kind, count, value } of sets) {
    // The whole run would not fit; a small nursery keeps mere garbage from hiding what is held.
    const flags = ["--max-old-space-size=40", "--max-semi-space-size=2"];
    const { output, errors } = await runScript("stream-memory.ts", [folder, id, kind], { flags });
    expect(errors).toBe("");
    const result = JSON.parse(output) as { count: number; characters: number; grownBy: number };
    expect(result).toEqual({ count, characters: count * value.length, grownBy: expect.any(Number) });
    console.info(`${kind}: ${(result.characters / 1e6).toFixed(0)} MB streamed, memory grown by ${result.grownBy.toFixed(0)} MB`);
    expect(result.grownBy).toBeLessThan(50);
  }
});
