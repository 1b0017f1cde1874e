import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publishedDataSetOf, publishedDataSets, publishedMethods, publishedResults } from "./published-results.ts";

const notes = join(import.meta.dirname, "../../../../shared/papers/switch.md");
const hasNotes = existsSync(notes);
if (!hasNotes) console.info(`Skipped: there are no notes of the paper at ${notes}.`);

test.skipIf(!hasNotes)("every number is the one in the notes of the paper", () => {
  const text = readFileSync(notes, "utf8");
  const sets = Object.keys(publishedDataSets) as (keyof typeof publishedDataSets)[];
  const rows = [...text.matchAll(/^\| ((?:GPT-2|OPT|OpenLLaMA2) \S+) \| (.*) \|$/gm)].map(([, model, cells]) => ({ model, cells: cells!.split("|").map((cell) => cell.trim().split("/").map(Number)) }));
  expect(rows).toHaveLength(7);
  for (const [place, set] of sets.entries()) {
    expect(publishedResults(set).students).toEqual(rows.map(({ model, cells }) => ({ model, rougeL: cells.map((cell) => cell[place]) })));
  }
  const teachers = /Teachers: GPT-2 (\S+); OPT (\S+); OpenLLaMA2 (\S+)\./.exec(text)!.slice(1).map((cell) => cell.split("/").map(Number));
  for (const [place, set] of sets.entries()) expect(publishedResults(set).teachers.map(({ rougeL }) => rougeL)).toEqual(teachers.map((cell) => [cell[place]]));
});

test("a row has a number for each method", () => {
  expect(publishedResults("dolly").students[0]).toEqual({ model: "GPT-2 120M", rougeL: [22.8, 23.2, 23.7, 23.7, 23.8, 25.6, 26.2] });
  for (const { rougeL } of publishedResults("unni").students) expect(rougeL).toHaveLength(publishedMethods.length);
});

test.each([
  ["data/dolly/valid.jsonl", "dolly"],
  ["self-inst/valid.jsonl", "self-inst"],
  ["vicuna/valid.jsonl", "vicuna"],
  ["sinst/11_/valid.jsonl", "s-ni"],
  ["uinst/11_/valid.jsonl", "unni"],
  ["SuperNaturalInstructions.jsonl", "s-ni"],
  ["unnatural.jsonl", "unni"],
  ["business/minutes.jsonl", undefined],
  ["dolly/vicuna.jsonl", undefined],
  ["/data/vicuna/projects/data/mine/valid.jsonl", undefined],
])("%s is of %s", (path, set) => {
  expect(publishedDataSetOf(path)).toBe(set);
});
