import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openItemSet } from "../../dim-bench/index.ts";
import { runInProcess } from "../testing/run-in-process.ts";

const scratch = mkdtempSync(join(tmpdir(), "steadfast-data-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function lines(name: string, values: readonly (string | object)[]): string {
  const path = join(scratch, name);
  writeFileSync(path, values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join(""));
  return path;
}

const sums = lines("sums.jsonl", [...Array.from({ length: 12 }, (_, at) => ({ question: `Kofi has ${at} kites and makes seven more of them. How many kites are there?`, answer: `#### ${at + 7}` })), "{"]);
const choices = lines("arc.csv", Array.from({ length: 12 }, (_, at) => `Which of the following stones weighs ${at} grams?,the grey one,the white one,the red one,the blue one,B`));
const ledger = join(scratch, "ledger");
const run = (...words: string[]) => runInProcess(["data", "build", ...words, "--ledger", ledger]);

test("a set is built, described and written, and opens again", async () => {
  const out = join(scratch, "items.jsonl");
  const { code, stdout, stderr } = await run("--math", sums, "--reasoning", choices, "--per-task", "10", "--seed", "3", "--out", out);
  expect(code, stderr).toBe(0);
  const rows = stdout.split("\n\n")[0]!.split("\n").map((row) => row.trim().split(/ {2,}/));
  expect(rows.map((row) => [row[0], ...row.slice(2)])).toEqual([
    ["task", "form", "records", "malformed", "different", "taken", "licence, to check"],
    ["reasoning", "ARC (CSV)", "12", "0", "12", "10", "CC BY-SA 4.0"],
    ["math", "GSM8K", "13", "1", "12", "10", "MIT"],
  ]);
  expect(stdout).toMatch(new RegExp(`^[0-9a-f]{64}  ${sums}$`, "m"));
  expect(stdout).toContain(`80 items in ${out}.`);
  expect(stderr).toMatch(/sums\.jsonl: 1 record is malformed and left out; line 13: not JSON/);
  const { items } = await openItemSet(out, { perCell: 10 });
  expect(items).toHaveLength(80);
});

test("--json tells what the set is made of, and the same seed makes the same bytes", async () => {
  const out = join(scratch, "again.jsonl");
  const words = ["--math", sums, "--per-task", "6", "--seed", "5", "--json"];
  const first = await run(...words, "--out", out);
  expect(first.code, first.stderr).toBe(0);
  const bytes = readFileSync(out, "utf8");
  const result = JSON.parse(first.stdout) as { hash: string };
  expect(result).toMatchObject({ file: out, items: 24, seed: 5, perTask: 6, withoutErrors: 0, sources: [{ task: "math", path: sums, format: "GSM8K", records: 13, malformed: 1, taken: 6, problems: [{ unit: "line", place: 13 }] }] });
  expect(result.hash).toBe((await openItemSet(out)).hash);
  expect((await run(...words, "--out", out)).code).toBe(0);
  expect(readFileSync(out, "utf8")).toBe(bytes);
});

test("without --out nothing is written", async () => {
  const { code, stdout } = await run("--math", sums, "--per-task", "2");
  expect(code).toBe(0);
  expect(stdout).toContain("8 items; nothing was written, for want of --out FILE.");
});

test.each<[string, string[], string]>([
  ["no files", [], "There are no files to make items of."],
  ["too few records", ["--math", sums, "--per-task", "40"], "has 12 different inputs; 40 are needed of it."],
  ["a file of another task", ["--code", sums], "looks like GSM8K, which is of the task math, not code."],
  ["a mapping that is none", ["--math", sums, "--map", "input"], "in the mapping is none of"],
  ["a file that is not there", ["--math", join(scratch, "none")], "cannot be read"],
  ["a source to write over", ["--math", sums, "--per-task", "2", "--out", sums], "is one of the sources"],
])("misuse: %s", async (_, words, sentence) => {
  const before = readFileSync(sums, "utf8");
  const { code, stderr } = await run(...words);
  expect(code).toBe(64);
  expect(stderr).toContain(sentence);
  expect(readFileSync(sums, "utf8")).toBe(before);
});

test("what was there before stays when a set cannot be made", async () => {
  const out = join(scratch, "kept.jsonl");
  writeFileSync(out, "mine");
  expect((await run("--math", sums, "--per-task", "40", "--out", out)).code).toBe(64);
  expect(readFileSync(out, "utf8")).toBe("mine");
  expect(existsSync(ledger)).toBe(true);
});
