import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { openSqliteLedger } from "../sqlite-ledger.ts";
import { collect } from "../testing/contract-context.ts";
import { expectFailure, runScript, scratchFolders } from "../testing/scratch.ts";
import { type OpenOptions, openConnection } from "./open-connection.ts";
import { APPLICATION_ID, MIGRATIONS } from "./schema.ts";

const scratch = scratchFolders();
const options = (folder: string, changes: Partial<OpenOptions> = {}): OpenOptions => ({ folder, readOnly: false, busyTimeoutMilliseconds: 30_000, migrations: MIGRATIONS, ...changes });

test("a new ledger is marked as such and keeps every commit on the disk", async () => {
  const connection = await openConnection(options(scratch()));
  const setting = (name: string): unknown => Object.values(connection.get<Record<string, unknown>>(`PRAGMA ${name}`)!)[0];
  expect(setting("application_id")).toBe(APPLICATION_ID);
  expect(setting("user_version")).toBe(MIGRATIONS.length);
  expect(setting("journal_mode")).toBe("wal");
  expect(setting("synchronous")).toBe(2);
  expect(setting("foreign_keys")).toBe(1);
  connection.close();
});

test("several processes that make one ledger at the same time make it once", async () => {
  const folder = scratch();
  const results = await Promise.all([1, 2, 3, 4].map(() => runScript("open-and-create.ts", [folder])));
  expect(results.map(({ errors, status }) => ({ errors, status }))).toEqual(results.map(() => ({ errors: "", status: 0 })));
  await using ledger = await openSqliteLedger({ folder });
  expect((await collect(ledger.listRuns())).map(({ id }) => id).sort()).toEqual(results.map(({ output }) => output.trim()).sort());
});

test("several processes that bring one ledger up to date at the same time do so once, and nothing is lost", async () => {
  const folder = scratch();
  const ledger = await openSqliteLedger({ folder });
  const { id } = await ledger.createRun({ kind: "bench" });
  await ledger.putRecords(id, [{ kind: "a", key: "1", value: 1 }]);
  const results = await Promise.all([1, 2, 3].map(() => runScript("migrate-to.ts", [folder])));
  expect(results).toEqual(results.map(() => ({ output: `${id}\n`, errors: "", status: 0 })));
  // One that was open all the while can still read and write what it knows.
  expect(await ledger.putRecords(id, [{ kind: "a", key: "1", value: 2 }, { kind: "a", key: "2", value: 2 }])).toEqual([false, true]);
  await ledger.close();
  await expectFailure(openSqliteLedger({ folder }), "ledger-newer", folder);
});

test("a step that fails leaves the ledger at the version before", async () => {
  const folder = scratch();
  await (await openSqliteLedger({ folder })).close();
  const steps = ["CREATE TABLE first (x)", "CREATE TABLE second (x); SELECT * FROM nowhere"];
  await expect(openConnection(options(folder, { migrations: [...MIGRATIONS, ...steps] }))).rejects.toMatchObject({ code: "ledger-failed" });
  const database = new DatabaseSync(join(folder, "ledger.sqlite"));
  expect(database.prepare("PRAGMA user_version").get()).toEqual({ user_version: MIGRATIONS.length + 1 });
  expect(database.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE name IN ('first', 'second')").get()).toEqual({ count: 1 });
  database.close();
});

test("an earlier ledger cannot be brought up to date by somebody who only reads", async () => {
  const folder = scratch();
  await (await openSqliteLedger({ folder })).close();
  await expectFailure(openConnection(options(folder, { readOnly: true, migrations: [...MIGRATIONS, "SELECT 1"] })), "ledger-older", folder);
});

test("opening an existing ledger takes less than 10 ms", async () => {
  const folder = scratch();
  const writing = await openSqliteLedger({ folder });
  const { id } = await writing.createRun({ kind: "bench" });
  await writing.putRecords(id, Array.from({ length: 5000 }, (_, index) => ({ kind: "a", key: String(index), value: "x".repeat(500) })));
  await writing.close();
  const times: number[] = [];
  for (let index = 0; index < 30; index += 1) {
    const start = performance.now();
    const ledger = await openSqliteLedger({ folder, readOnly: index % 2 === 0 });
    await ledger.findRun("latest");
    times.push(performance.now() - start);
    await ledger.close();
  }
  expect(times.sort((a, b) => a - b)[15]).toBeLessThan(10);
});
