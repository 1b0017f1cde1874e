import { expect, test } from "vitest";
import type { Json } from "../../../base/index.ts";
import type { Run } from "../../../ledger/index.ts";
import { findRounds, folderName } from "./find-rounds.ts";

let clock = 0;
function runOf(id: string, kind: string, options: Json, changes: Partial<Run> = {}): Run {
  clock += 10;
  return { id, kind, title: null, status: "done", options, environment: {}, summary: null, createdAt: clock, updatedAt: clock + 5, finishedAt: clock + 5, ...changes };
}
const bench = (id: string, ...model: string[]): Run => runOf(id, "bench", { model });
const repair = (id: string, model: string, save: string | undefined, changes: Partial<Run> = {}): Run => runOf(id, "repair", { arguments: [model], ...(save === undefined ? {} : { save }) }, changes);
const distill = (id: string, student: string, teacher: string, out: string): Run => runOf(id, "distill", { student, teacher, out });

/** Stages as `model<maker [measured by]`. */
const waysIn = (runs: readonly Run[]): Record<string, string[]> =>
  Object.fromEntries(findRounds(runs).map(({ line, ways }) => [line.id, ways.map((stages) => stages.map(({ model, made, measuring }) => `${model}${made === null ? "" : `<${made.id}`} [${measuring.map(({ id }) => id).join(" ")}]`).join(" → "))]));

test("the demo's four runs are one round with two ways, in whatever order they are given", () => {
  const runs = [bench("b1", "lab:teacher", "lab:student"), repair("r", "lab:teacher", "/t/demo/repaired"), distill("d", "lab:student", "lab:teacher", "/t/demo/distilled"), bench("b2", "/t/demo/repaired", "/t/demo/distilled")];
  const expected = { b2: ["lab:teacher [b1] → /t/demo/repaired<r [b2]", "lab:student [b1] → /t/demo/distilled<d [b2]"] };
  expect(waysIn(runs)).toEqual(expected);
  expect(waysIn(runs.toReversed())).toEqual(expected);
  expect(findRounds(runs)[0]!.treatments.map(({ id }) => id)).toEqual(["r", "d"]);
});

test("one model's long way: repaired, taught by what was repaired, trained, and measured in between", () => {
  const runs = [bench("b0", "./base"), repair("r", "base/", "big"), bench("b1", "big"), distill("d", "small", "./big", "taught"), runOf("t", "train", { arguments: ["taught"], out: "tuned" }), bench("b2", "tuned", "openai:other", "small")];
  const found = findRounds(runs);
  expect(waysIn(runs)).toEqual({ b2: ["small [b2] → taught<d [] → tuned<t [b2]"], b1: ["base/ [b0] → big<r [b1]"] });
  // The repair made the teacher.
  expect(found[0]!.treatments.map(({ id }) => id)).toEqual(["r", "d", "t"]);
});

test("a folder that is written again belongs to whoever wrote it last before it was read", () => {
  const runs = [repair("r1", "m", "out"), bench("b1", "out"), repair("r2", "m", "out"), bench("b2", "out"), distill("d", "out", "m", "out"), bench("b3", "out")];
  expect(waysIn(runs)).toEqual({ b3: ["m [] → out<r2 [b2] → out<d [b3]"], b2: ["m [] → out<r2 [b2]"], b1: ["m [] → out<r1 [b1]"] });
});

test("no round: nothing saved, not done yet, read before it was there, options of another shape", () => {
  expect(waysIn([repair("r", "m", undefined), bench("b", "m")])).toEqual({});
  expect(waysIn([repair("r", "m", "out", { status: "failed" }), bench("b", "out")])).toEqual({});
  expect(waysIn([bench("b", "out"), repair("r", "m", "out")])).toEqual({});
  expect(waysIn([runOf("r", "repair", null), runOf("d", "distill", ["student"]), runOf("b", "bench", { model: [3, null] })])).toEqual({});
});

test("folders by one name", () => {
  expect(["./a/", "a", "a//", "x/../a", "a/."].map(folderName)).toEqual(["a", "a", "a", "a", "a"]);
  expect(["/", ".", "/a/b/", "lab:teacher", String.raw`.\a\b`].map(folderName)).toEqual(["/", ".", "/a/b", "lab:teacher", "a/b"]);
});
