import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openSqliteLedger } from "../sqlite-ledger.ts";
import { collect } from "../testing/contract-context.ts";
import { mountReadOnly, runAsRoot, unmount } from "../testing/mount.ts";
import { expectFailure, fingerprint, scratchFolders } from "../testing/scratch.ts";

const scratch = scratchFolders();

async function ledgerWithRun(): Promise<{ folder: string; file: string; id: string }> {
  const folder = scratch();
  await using ledger = await openSqliteLedger({ folder });
  const { id } = await ledger.createRun({ kind: "bench" });
  return { folder, file: join(folder, "ledger.sqlite"), id };
}

test("opened for reading, a ledger is read and never written", async () => {
  const { folder, file, id } = await ledgerWithRun();
  const before = fingerprint(file);
  await using ledger = await openSqliteLedger({ folder, readOnly: true });
  expect(await ledger.findRun("latest")).toMatchObject({ id });
  await expectFailure(ledger.createRun({ kind: "bench" }), "ledger-read-only", file);
  await expectFailure(ledger.putRecords(id, [{ kind: "a", key: "1", value: 1 }]), "ledger-read-only", file);
  expect(fingerprint(file)).toBe(before);
});

test("opened for reading while another process writes, it sees what is confirmed", async () => {
  const { folder, id } = await ledgerWithRun();
  await using writing = await openSqliteLedger({ folder });
  await using reading = await openSqliteLedger({ folder, readOnly: true });
  for (let index = 0; index < 20; index += 1) {
    await writing.putRecords(id, [{ kind: "a", key: String(index), value: index }]);
    expect(await reading.countRecords(id)).toEqual([{ kind: "a", count: index + 1 }]);
  }
});

test("on a read-only file system a ledger can be read, and says at once that it cannot be written", async ({ skip }) => {
  const { folder, id } = await ledgerWithRun();
  expect(readdirSync(folder)).toEqual(["ledger.sqlite"]);
  const place = scratch();
  const reason = mountReadOnly(folder, place);
  if (reason !== null) return skip(reason);
  try {
    await expectFailure(openSqliteLedger({ folder: place }), "ledger-read-only", join(place, "ledger.sqlite"));
    await expectFailure(openSqliteLedger({ folder: join(place, "new") }), "ledger-read-only", join(place, "new"));
    const ledger = await openSqliteLedger({ folder: place, readOnly: true });
    expect(await collect(ledger.listRuns())).toMatchObject([{ id }]);
    await expectFailure(ledger.updateRun(id, { title: "x" }), "ledger-read-only", place);
    await ledger.close();
  } finally {
    unmount(place);
  }
});

test("on a read-only file system, entries that were not yet merged into the file are read too", async ({ skip }) => {
  const { folder, id } = await ledgerWithRun();
  const writing = await openSqliteLedger({ folder });
  await writing.putRecords(id, [{ kind: "a", key: "1", value: 1 }]);
  const place = scratch();
  const reason = mountReadOnly(folder, place);
  if (reason !== null) return skip(reason);
  try {
    const ledger = await openSqliteLedger({ folder: place, readOnly: true });
    expect(await ledger.countRecords(id)).toEqual([{ kind: "a", count: 1 }]);
    await ledger.close();
  } finally {
    // First, for SQLite closes no file of a process while another connection of it has locks on the same one.
    await writing.close();
    unmount(place);
  }
});

test("a file that must not be changed", async ({ skip }) => {
  const { folder, file, id } = await ledgerWithRun();
  const reason = runAsRoot("chattr", "+i", file);
  if (reason !== null) return skip(reason);
  try {
    await expectFailure(openSqliteLedger({ folder }), "ledger-read-only", file);
    const ledger = await openSqliteLedger({ folder, readOnly: true });
    expect(await ledger.findRun("latest")).toMatchObject({ id });
    await ledger.close();
  } finally {
    runAsRoot("chattr", "-i", file);
  }
});

test("a folder without permission to write", async ({ skip }) => {
  if (process.platform === "win32" || process.getuid?.() === 0) return skip("root, and Windows, may write in spite of the folder's mode");
  const folder = scratch();
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o555);
  await expectFailure(openSqliteLedger({ folder }), "ledger-read-only", folder);
  await expectFailure(openSqliteLedger({ folder: join(folder, "inner") }), "ledger-read-only", folder);
});
