import { rmSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { notRun } from "./examples/not-run.ts";
import { prepareExamples, runExamples, typeProblems } from "./examples/plan.ts";
import { doorExports } from "./house/examples/collect.ts";
import { freeNames } from "./house/examples/free-names.ts";
import { mismatch, parsePattern, parseShape } from "./house/examples/value-pattern.ts";
import { writeModule } from "./house/examples/write-module.ts";

const { folder, examples } = prepareExamples();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const nameOf = ({ room, name }: { readonly room: string; readonly name: string }): string => `${room} ${name}`;

test("every function and class that a door exports has an example", () => {
  const exported = doorExports(examples);
  expect(exported.length).toBeGreaterThan(350);
  expect(exported.filter(({ kind, hasExample }) => kind !== "constant" && !hasExample).map(nameOf)).toEqual([]);
});

test("every example is right by its types, against the doors", { timeout: 120_000 }, () => {
  expect(examples.length).toBeGreaterThan(350);
  expect([...typeProblems(folder, examples).values()].flat()).toEqual([]);
});

test("every comment that reads like a value stands behind one", () => {
  expect(examples.flatMap(({ file, line, unread }) => unread.map((comment) => `${file}:${line}: ${comment}`))).toEqual([]);
});

test("what is not run is an example", () => {
  const names = new Set(examples.map(nameOf));
  expect(Object.keys(notRun).filter((name) => !names.has(name))).toEqual([]);
});

// The other rooms' examples load models, or judge: examples.slow.test.ts.
describe.each(["base", "stats", "world", "graph"])("%s", (room) => {
  test("its examples run, and give what they say", { timeout: 120_000 }, () => {
    const those = examples.filter((example) => example.room === room && !Object.hasOwn(notRun, nameOf(example)));
    const problems = runExamples(folder, room, those);
    expect(those.flatMap(({ file, line }, index) => (problems[index] === null ? [] : [`${file}:${line}: ${problems[index]}`]))).toEqual([]);
  });
});

describe("the check", () => {
  test.each<[string, unknown, boolean]>([
    ["0.4901…", 0.49015, true],
    ["0.4901…", 0.4902, false],
    ["0.5", 0.5000001, false],
    ["8 / 13: four of them", 8 / 13, true],
    ['"a…c"', "abbc", true],
    ['"a…c"', "abbd", false],
    ["[1, 2, …]", [1, 2, 3], true],
    ["[1, 2]", [1, 2, 3], false],
    ["{ low: 0.1, … }", { low: 0.1, high: 3 }, true],
    ["{ low: 0.1 }", { low: 0.1, high: 3 }, false],
    ["undefined", undefined, true],
    ["null", undefined, false],
    ["[[true], [false]]", [[true], [false]], true],
  ])("%s of %j: %s", (comment, value, right) => {
    expect(mismatch(parsePattern(comment), value) === null).toBe(right);
  });

  test.each(["[1, 2", "12 or so", "{ a }", "true enough", '"a'])("%s is no value", (comment) => {
    expect(() => parsePattern(comment)).toThrow();
  });

  test("shapes", () => {
    expect(parseShape("[vocabulary, width], [batch, 3] → [batch, 3, width]")).toEqual(["batch", "3", "width"]);
    expect(parseShape("[true, false]")).toBeNull();
    expect(parseShape("[1, 2]")).toBeNull();
  });

  test("names that are free", () => {
    const code = "const { a, b: [c = d] } = make<Kind>(x.y, { z, w: q }); for (const each of rows) each(a, (p: Other) => p);";
    expect([...freeNames(code)].map(([name, { typeOnly }]) => (typeOnly ? `type ${name}` : name)).toSorted()).toEqual(["d", "make", "q", "rows", "type Kind", "type Other", "x", "z"]);
  });

  test("what no door exports is not filled in where a door exports the example's subject", () => {
    const place = { room: "stats", file: "src/stats/random/random-stream.ts", code: "randomStream(1, 'a'); hidden;" };
    expect(writeModule({ ...place, name: "randomStream" }, null).checked.split("\n")[0]).toMatch(/^import \{ randomStream \} from "[^"]*\/src\/stats\/index\.ts"; {2}export/);
    expect(writeModule({ ...place, name: "inner" }, null).checked.split("\n")[0]).toContain("/src/stats/random/random-stream.ts");
  });

  test("a wrong value is found, and one that is never reached", () => {
    const { run, values } = writeModule({ room: "stats", file: "", name: "mean", code: "mean([1, 3]); // 2\nconst { low } = wilsonInterval(8, 10); // 0.49…" }, null);
    expect(values).toEqual(["2", "0.49…"]);
    expect(run).toContain("$tell(0, mean([1, 3]));");
    expect(run).toContain("$tell(1, low);");
    expect(writeModule({ room: "stats", file: "", name: "mean", code: "for (const x of [1]) {\n  mean([x]); // 1\n}" }, null).unread).toEqual(["1"]);
  });
});
