import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { checkSqliteLedger } from "../check-sqlite-ledger.ts";
import { openSqliteLedger } from "../sqlite-ledger.ts";
import { collect } from "../testing/contract-context.ts";
import { expectFailure, fingerprint, scratchFolders } from "../testing/scratch.ts";

const scratch = scratchFolders();

async function ledgerWithRecords(): Promise<{ folder: string; file: string; id: string }> {
  const folder = scratch();
  await using ledger = await openSqliteLedger({ folder });
  const { id } = await ledger.createRun({ kind: "bench" });
  await ledger.putRecords(id, Array.from({ length: 500 }, (_, index) => ({ kind: "a", key: String(index), value: "x".repeat(1000) })));
  return { folder, file: join(folder, "ledger.sqlite"), id };
}

/** Both ways of opening fail alike, and leave the file as it is. */
async function expectRefusal(folder: string, code: string): Promise<void> {
  const file = join(folder, "ledger.sqlite");
  const before = fingerprint(file);
  await expectFailure(openSqliteLedger({ folder }), code, file);
  await expectFailure(openSqliteLedger({ folder, readOnly: true }), code, file);
  expect(fingerprint(file)).toBe(before);
}

test("a file that is no database", async () => {
  for (const content of ["not a database at all, but long enough to be looked at: ".repeat(100), "x"]) {
    const folder = scratch();
    mkdirSync(folder);
    writeFileSync(join(folder, "ledger.sqlite"), content);
    await expectRefusal(folder, "ledger-damaged");
  }
});

test("a ledger whose middle was overwritten", async () => {
  const { folder, file, id } = await ledgerWithRecords();
  expect(await checkSqliteLedger({ folder })).toEqual([]);
  const bytes = readFileSync(file);
  bytes.fill(0xa5, 4096 * 20, 4096 * 60);
  writeFileSync(file, bytes);
  await using ledger = await openSqliteLedger({ folder });
  await expectFailure(collect(ledger.streamRecords(id)), "ledger-damaged", file);
  // What lies elsewhere can still be read.
  expect(await ledger.findRun("latest")).toMatchObject({ id });
  expect((await checkSqliteLedger({ folder })).length).toBeGreaterThan(0);
});

test("a ledger that was cut short", async () => {
  const { folder, file, id } = await ledgerWithRecords();
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const reading = async (): Promise<unknown> => {
    await using ledger = await openSqliteLedger({ folder, readOnly: true });
    return collect(ledger.streamRecords(id));
  };
  await expectFailure(reading(), "ledger-damaged", file);
});

test("a ledger of a newer steadfast", async () => {
  const { folder, file } = await ledgerWithRecords();
  const database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 999");
  database.close();
  await expectRefusal(folder, "ledger-newer");
});

test("a database of another program", async () => {
  for (const sql of ["CREATE TABLE bookmarks (id)", "PRAGMA application_id = 42", "PRAGMA user_version = 3"]) {
    const folder = scratch();
    mkdirSync(folder);
    const database = new DatabaseSync(join(folder, "ledger.sqlite"));
    database.exec(sql);
    database.close();
    await expectRefusal(folder, "ledger-foreign");
  }
});

test("a folder that is a file, or lies in one", async () => {
  const folder = scratch();
  writeFileSync(folder, "");
  for (const place of [folder, join(folder, "inner")]) {
    await expectFailure(openSqliteLedger({ folder: place }), "ledger-folder", place);
    await expectFailure(openSqliteLedger({ folder: place, readOnly: true }), "ledger-folder", place);
  }
});

test("nothing to read: no folder, an empty folder, an empty file; and nothing is made", async () => {
  const folder = scratch();
  const refused = (): Promise<void> => expectFailure(openSqliteLedger({ folder, readOnly: true }), "ledger-missing", folder);
  await refused();
  expect(() => statSync(folder)).toThrow("ENOENT");
  mkdirSync(folder);
  await refused();
  writeFileSync(join(folder, "ledger.sqlite"), "");
  await refused();
  expect(statSync(join(folder, "ledger.sqlite")).size).toBe(0);
});

test("a folder in the place of the file", async () => {
  const folder = scratch();
  mkdirSync(join(folder, "ledger.sqlite"), { recursive: true });
  await expectFailure(openSqliteLedger({ folder }), "ledger-unopenable", folder);
});
