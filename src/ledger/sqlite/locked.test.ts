import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { openSqliteLedger } from "../sqlite-ledger.ts";
import { expectFailure, scratchFolders } from "../testing/scratch.ts";

const scratch = scratchFolders();

test("another program in a transaction: writing waits without stopping this process, then says so; reading goes on", async () => {
  const folder = scratch();
  await using ledger = await openSqliteLedger({ folder, busyTimeoutMilliseconds: 300 });
  const { id } = await ledger.createRun({ kind: "bench" });
  const other = new DatabaseSync(join(folder, "ledger.sqlite"));
  other.exec("BEGIN IMMEDIATE");
  let ticks = 0;
  const ticking = setInterval(() => (ticks += 1), 5);
  const refused = ledger.putRecords(id, [{ kind: "a", key: "1", value: 1 }]);
  expect(await ledger.findRun("latest")).toMatchObject({ id });
  await expectFailure(refused, "ledger-locked", folder);
  clearInterval(ticking);
  expect(ticks).toBeGreaterThan(10);
  other.exec("ROLLBACK");
  expect(await ledger.putRecords(id, [{ kind: "a", key: "1", value: 2 }])).toEqual([true]);
  other.close();
});

test("a lock that is let go in time only delays", async () => {
  const folder = scratch();
  await using ledger = await openSqliteLedger({ folder });
  const { id } = await ledger.createRun({ kind: "bench" });
  const other = new DatabaseSync(join(folder, "ledger.sqlite"));
  other.exec("BEGIN IMMEDIATE");
  const writes = [1, 2, 3].map((value) => ledger.putRecords(id, [{ kind: "a", key: String(value), value }]));
  await sleep(100);
  expect(await ledger.countRecords(id)).toEqual([]);
  other.exec("COMMIT");
  other.close();
  expect(await Promise.all(writes)).toEqual([[true], [true], [true]]);
});

test("another program that keeps the file to itself: opening and reading wait, then say so", async () => {
  const folder = scratch();
  await (await openSqliteLedger({ folder })).close();
  const other = new DatabaseSync(join(folder, "ledger.sqlite"));
  other.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
  await expectFailure(openSqliteLedger({ folder, busyTimeoutMilliseconds: 100 }), "ledger-locked", folder);
  await expectFailure(openSqliteLedger({ folder, readOnly: true, busyTimeoutMilliseconds: 100 }), "ledger-locked", folder);
  const opening = openSqliteLedger({ folder });
  await sleep(50);
  other.close();
  await (await opening).close();
});

test("a stream that is held or left half way keeps nobody waiting", async () => {
  const folder = scratch();
  await using ledger = await openSqliteLedger({ folder });
  const { id } = await ledger.createRun({ kind: "bench" });
  await ledger.putRecords(id, Array.from({ length: 2000 }, (_, index) => ({ kind: "a", key: String(index), value: "x".repeat(1000) })));
  const held = ledger.streamRecords(id)[Symbol.asyncIterator]();
  await held.next();
  for await (const _ of ledger.streamRecords(id)) break;
  const other = new DatabaseSync(join(folder, "ledger.sqlite"));
  // Only possible while no reader has a transaction open.
  expect(other.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).toMatchObject({ busy: 0 });
  other.close();
  expect((await held.next()).value).toMatchObject({ key: "1" });
});
