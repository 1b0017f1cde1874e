import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "steadfast-large-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const megabyte = Buffer.alloc(2 ** 20, "x");
const [open, close] = ['{"instruction":"a","output":"b","junk":"', '"}'];

function write(name: string, pieces: Iterable<string | Buffer>): string {
  const path = join(folder, name);
  const file = openSync(path, "w");
  for (const piece of pieces) writeSync(file, piece as string);
  closeSync(file);
  return path;
}

function* object(megabytes: number): Generator<string | Buffer> {
  yield open;
  for (let count = 0; count < megabytes; count++) yield megabyte;
  yield close;
}

function* lines(): Generator<string | Buffer> {
  for (let count = 0; count < 400; count++) {
    yield* object(1);
    yield "\n";
  }
  yield* object(600);
  yield "\n";
  yield* object(60);
  yield "\n";
}

function* list(): Generator<string | Buffer> {
  yield "[";
  for (const [index, megabytes] of [1, 600, 60, ...Array.from({ length: 400 }, () => 1)].entries()) {
    if (index > 0) yield ",\n";
    yield* object(megabytes);
  }
  yield "]";
}

// Each file is over 1 GB, and one record of it longer than the longest string.
test.each([
  ["lines.jsonl", lines, 401, 401],
  ["list.json", list, 402, 2],
])("%s of 1 GB is read in little memory", (name, pieces, records, line) => {
  const path = write(name, pieces());
  const output = execFileSync(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "testing/read-file-memory.ts"), path], { encoding: "utf8" });
  const result = JSON.parse(output) as { records: number; problems: unknown[]; peak: number };
  console.info(`${name}: at most ${result.peak.toFixed(0)} MB held`);
  expect(result).toMatchObject({ records, problems: [{ line, reason: "it is longer than 64 MB" }] });
  expect(result.peak).toBeLessThan(600);
  rmSync(path);
});
