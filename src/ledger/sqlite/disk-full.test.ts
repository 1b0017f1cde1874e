import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Ledger } from "../ledger.ts";
import { ledgerOn, openSqliteLedger } from "../sqlite-ledger.ts";
import { collect } from "../testing/contract-context.ts";
import { mountTiny, unmount } from "../testing/mount.ts";
import { expectFailure, runScript, scratchFolders } from "../testing/scratch.ts";
import { openConnection } from "./open-connection.ts";
import { MIGRATIONS } from "./schema.ts";

const scratch = scratchFolders();

/** Writes in groups until one is refused; returns the keys that were confirmed, and the failures. */
async function writeUntilFull(ledger: Ledger, run: string, prefix = ""): Promise<{ confirmed: string[]; failures: unknown[] }> {
  const confirmed: string[] = [];
  const failures: unknown[] = [];
  for (let round = 0; failures.length === 0 && round < 1000; round += 1) {
    const keys = [0, 1, 2, 3].map((index) => `${prefix}${round}.${index}`);
    const results = await Promise.allSettled(keys.map((key) => ledger.putRecords(run, [{ kind: "a", key, value: "x".repeat(3000) }])));
    for (const [index, result] of results.entries()) {
      if (result.status === "fulfilled") confirmed.push(keys[index]!);
      else failures.push(result.reason);
    }
  }
  return { confirmed, failures };
}

async function keysOf(ledger: Ledger, run: string): Promise<string[]> {
  return (await collect(ledger.streamRecords(run))).map(({ key }) => key);
}

test("a full database: what was confirmed stays, what was refused is not there, and it goes on once there is room", async () => {
  const folder = scratch();
  const connection = await openConnection({ folder, readOnly: false, busyTimeoutMilliseconds: 1000, migrations: MIGRATIONS });
  const ledger = ledgerOn(connection, Date.now);
  const { id } = await ledger.createRun({ kind: "bench" });
  await ledger.enqueueWork(id, [{ kind: "work", key: "last" }]);
  const [claim] = await ledger.claimWork(id, { kind: "work", worker: "w", leaseMilliseconds: 60_000 });
  connection.get("PRAGMA max_page_count = 60");
  const { confirmed, failures } = await writeUntilFull(ledger, id);
  expect(confirmed.length).toBeGreaterThan(10);
  await expectFailure(Promise.reject(failures[0]), "disk-full", connection.file);
  await expectFailure(ledger.completeWork([{ claim: claim!, value: "y".repeat(20_000) }]), "disk-full", connection.file);
  expect(await keysOf(ledger, id)).toEqual(confirmed);
  expect(await ledger.countWork(id)).toMatchObject([{ claimed: 1, done: 0 }]);
  connection.get("PRAGMA max_page_count = 6000");
  expect(await ledger.completeWork([{ claim: claim!, value: "y".repeat(20_000) }])).toEqual(["recorded"]);
  await ledger.close();
});

test("a full file system: nothing confirmed is lost, and the same ledger goes on once there is room", async ({ skip }) => {
  const place = scratch();
  const reason = mountTiny(place, "800k");
  if (reason !== null) return skip(reason);
  try {
    const folder = join(place, "ledger");
    writeFileSync(join(place, "filler"), Buffer.alloc(200_000));
    const ledger = await openSqliteLedger({ folder });
    const { id } = await ledger.createRun({ kind: "bench" });
    const before = await writeUntilFull(ledger, id, "before ");
    await expectFailure(Promise.reject(before.failures[0]), "disk-full", folder);
    expect(await keysOf(ledger, id)).toEqual(before.confirmed);
    rmSync(join(place, "filler"));
    const after = await writeUntilFull(ledger, id, "after ");
    expect(after.confirmed.length).toBeGreaterThan(0);
    await ledger.close();
    const again = await openSqliteLedger({ folder });
    expect(await keysOf(again, id)).toEqual([...before.confirmed, ...after.confirmed]);
    await again.close();
  } finally {
    unmount(place);
  }
});

test("no room for a new ledger", async ({ skip }) => {
  const place = scratch();
  const reason = mountTiny(place, "40k");
  if (reason !== null) return skip(reason);
  try {
    await expectFailure(openSqliteLedger({ folder: join(place, "ledger") }), "disk-full", place);
  } finally {
    unmount(place);
  }
});

test("a limit on file sizes: nothing confirmed is lost", async ({ skip }) => {
  if (process.platform === "win32") return skip("there is no ulimit on Windows");
  const folder = scratch();
  const ledger = await openSqliteLedger({ folder });
  const { id } = await ledger.createRun({ kind: "bench" });
  const { output, errors, status } = await runScript("write-until-refused.ts", [folder, id], { prefix: "ulimit -f 2000;" });
  expect({ errors, status }).toEqual({ errors: "", status: 0 });
  const { confirmed, code, message } = JSON.parse(output) as { confirmed: number; code: string; message: string };
  expect(["ledger-io", "disk-full"]).toContain(code);
  expect(message).toContain(folder);
  expect(confirmed).toBeGreaterThan(5);
  expect(await keysOf(ledger, id)).toEqual(Array.from({ length: confirmed }, (_, index) => String(index)));
  await ledger.close();
});
