import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { canonicalJson, type Json } from "../../../base/index.ts";
import { type BenchResults, benchResults } from "../bench-results.ts";
import { collectOutcomes } from "../outcomes/collect-outcomes.ts";
import type { Outcomes } from "../outcomes/outcome.ts";
import { plantItems, type Planted, plantRows } from "../testing/plant.ts";
import { hasPython, inPython } from "../testing/python.ts";
import { csvLines } from "./csv.ts";
import { gateResults } from "./gate.ts";
import { resultJunit } from "./junit.ts";
import { resultMarkdown } from "./markdown.ts";
import { plainText } from "./plain-text.ts";
import { resultDocument } from "./result-document.ts";
import { resultTables } from "./tables.ts";

const hostile = 'evil"<&>\u0000\u001b[2J\ud800|`*\n]]>,=1+1';
const systems = [
  { model: "good", defence: "standard" },
  { model: hostile, defence: "standard" },
  { model: "scripted:echo", defence: "standard" },
];
const texts = fc
  .array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("=", "+", "-", "@", "\t", "\r\n", '"', ",", " ", "\uff1d", "\ud800", "\udfff", "\ufffe", "\u0085", "]]>", "&#0;")), { maxLength: 8 })
  .map((pieces) => pieces.join(""));
let outcomes: Outcomes;
let results: BenchResults;

beforeAll(async () => {
  const items = plantItems(8);
  const planted = (index: number, model: string): Planted => (model === "good" ? (index === 0 ? { finish: "length" } : "pass") : model === hostile ? (index < 4 ? "pass" : { instead: "answered" }) : { instead: "echoed" });
  const rows = plantRows({ items, systems, plant: ({ inputId }, { model }) => planted(Number(inputId.split("-")[1]), model), figures: () => ({ cost: null, milliseconds: 1.5 }) });
  outcomes = await collectOutcomes({ items, ...rows, systems });
  results = benchResults(outcomes, { seed: 1, replicates: 200, calibration: { sensitivity: { correct: 95, total: 100 }, specificity: { correct: 90, total: 100 } } });
});

describe("gateResults", () => {
  it("looks at the lower end of the interval, and not at baselines", () => {
    const good = results.systems[0]!.interval!.low;
    expect(gateResults({ systems: [results.systems[0]!] }, good)).toMatchObject({ passed: true });
    expect(gateResults({ systems: [results.systems[0]!] }, good + 1e-9)).toMatchObject({ passed: false });
    // Its accuracy is 0.5: an interval around it begins below.
    expect(gateResults(results, 0.45)).toMatchObject({ passed: false, systems: [{ passed: true }, { passed: false }] });
    expect(gateResults({ systems: [results.systems[2]!] }, 0.1)).toMatchObject({ passed: false, systems: [{ model: "scripted:echo" }] });
  });

  it("does not pass where nothing was scored or measured, even at 0", async () => {
    const items = plantItems(1);
    const empty = benchResults(await collectOutcomes({ items, ...plantRows({ items, systems, plant: () => "not-judged" }) }));
    expect(gateResults(empty, 0)).toMatchObject({ passed: false, systems: [{ low: null }, { low: null }] });
    expect(gateResults({ systems: [] }, 0).passed).toBe(false);
  });

  it.each([-0.1, 60, Number.NaN])("refuses %d", (failUnder) => expect(() => gateResults(results, failUnder)).toThrow("from 0 to 1"));
});

describe("resultDocument", () => {
  it("is JSON without loss, and has what a program looks for", () => {
    const document: Json = resultDocument(results, { run: "0gk3f9x7q", set: "dim-bench", gate: gateResults(results, 0.4) });
    const read = JSON.parse(canonicalJson(document));
    expect(read).toEqual(document);
    expect(Object.keys(read)).toEqual(expect.arrayContaining(["run", "items", "models", "comparisons", "judge"]));
    expect(read.items).toEqual({ set: "dim-bench", count: 160, inputs: 40 });
    expect(read.models.map(({ model, n, scored, unscored }: Record<string, unknown>) => [model, n, scored, unscored])).toEqual([["good", 160, 140, { "truncated-by-limit": 20 }], [hostile, 160, 160, {}], ["scripted:echo", 160, 160, {}]]);
    expect(read.models[1]).toMatchObject({ defence: "standard", accuracy: expect.closeTo(0.5, 12), interval: { low: expect.any(Number), high: expect.any(Number) }, instead: { answered: 80 }, usage: { calls: 160, input: 1120, output: 480 }, cost: { target: null, judge: 0, cached: 0, total: null } });
    expect(read.models[1].cells).toHaveLength(20);
    expect(read.models[1].cells[0]).toMatchObject({ instruction: "rewriting", input: "reasoning", accuracy: 0.5, interval: {}, n: 8 });
    expect(read.comparisons).toHaveLength(3);
    expect(read.comparisons[0]).toMatchObject({ of: "models", first: { model: "good" }, second: { model: hostile } });
    expect(read.judge).toMatchObject({ name: "planted", calibration: { specificity: { correct: 90, total: 100 } } });
    expect(read.range).toEqual({ floor: 0.1, ceiling: 0.95, baselines: [{ model: "scripted:echo", defence: "standard", accuracy: 0 }] });
    expect(read.published.mark).toBe("the paper's items");
  });
});

const junitReader = `
import sys, json, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
print(json.dumps({"root": root.tag, **root.attrib, "suites": [{**suite.attrib, "properties": {p.get("name"): p.get("value") for p in suite.iter("property")}, "cases": [{"name": case.get("name"), "classname": case.get("classname"), "children": [child.tag for child in case], "out": case.findtext("system-out")} for case in suite.iter("testcase")]} for suite in root]}))
`;

interface ReadSuite {
  readonly name: string;
  readonly tests: string;
  readonly failures: string;
  readonly skipped: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly { readonly name: string; readonly classname: string; readonly children: readonly string[]; readonly out: string }[];
}

describe.skipIf(!hasPython)("resultJunit, read by Python's XML parser", () => {
  const read = (xml: string): { root: string; failures: string; tests: string; name: string; suites: ReadSuite[] } => inPython(junitReader, xml) as ReturnType<typeof read>;

  it("has a suite a system, fails by the gate only, and tells every cell", () => {
    const gate = gateResults(results, 0.45);
    const junit = read(resultJunit(results, { set: hostile, run: "0gk3f9x7q", gate }));
    expect(junit).toMatchObject({ root: "testsuites", tests: "63", failures: "1" });
    expect(junit.suites.map(({ tests, failures, skipped }) => [tests, failures, skipped])).toEqual([["21", "0", "0"], ["21", "1", "0"], ["21", "0", "0"]]);
    expect(junit.suites[1]!.name).toBe('evil"<&>\\u0000\\u001b[2J\\ud800|`*\n]]>,=1+1, standard');
    expect(junit.suites[1]!.cases[0]).toMatchObject({ name: "accuracy", classname: junit.suites[1]!.name, children: ["failure", "system-out"] });
    expect(junit.suites[0]!.cases[1]).toMatchObject({ name: "rewriting of reasoning", children: ["system-out"], out: expect.stringContaining("accuracy 100.0 %") });
    expect(junit.suites[0]!.properties).toMatchObject({ run: "0gk3f9x7q", judge: "planted", scored: "140", n: "160", unscored: "truncated-by-limit 20", failUnder: "0.45" });
  });

  it("skips what was never scored, and passes all without a gate", async () => {
    const items = plantItems(2);
    const rows = plantRows({ items, systems: [systems[0]!], plant: ({ inputTask }) => (inputTask === "qa" ? { callFailed: "timed-out" } : { instead: "answered" }) });
    const junit = read(resultJunit(benchResults(await collectOutcomes({ items, ...rows }), { replicates: 10 }), { set: "lab" }));
    expect(junit.suites[0]).toMatchObject({ tests: "21", failures: "0", skipped: "4" });
  });

  it("is read back whatever a name holds", () => {
    const names = fc.sample(texts, { numRuns: 500, seed: 1 });
    const junit = read(resultJunit({ ...results, systems: names.map((model) => ({ ...results.systems[0]!, model, cells: [] })) }, { set: names.join("") }));
    // What XML can hold comes back as it was; the rest as its escape.
    const readable = (name: string): string => name.replaceAll(/[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
    expect(junit.suites.map(({ name }) => name)).toEqual(names.map((name) => `${readable(name)}, standard`));
    expect(junit.name).toBe(`DIM-Bench: ${readable(names.join(""))}`);
  });
});

const csvReader = `
import sys, csv, io, json
text = sys.stdin.buffer.read().decode("utf-8")
print(json.dumps(list(csv.reader(io.StringIO(text, newline=""), strict=True))))
`;

describe.skipIf(!hasPython)("csvLines, read by Python's csv", () => {
  const read = (lines: Iterable<string>): string[][] => inPython(csvReader, [...lines].join("")) as string[][];

  it("has a row for each item under each system", () => {
    const [headings, ...rows] = read(csvLines(outcomes));
    expect(rows).toHaveLength(480);
    const row = Object.fromEntries(headings!.map((heading, index) => [heading, rows[0]![index]]));
    expect(row).toEqual({ model: "good", defence: "standard", trial: "0", item: "proofreading/bias-000", instruction: "proofreading", input: "bias", input_id: "bias-0", words: "10", outcome: "unscored", instead: "", reason: "truncated-by-limit", cost: "", judge_cost: "0", cached: "no", milliseconds: "1.5", input_tokens: "7", output_tokens: "3" });
    expect(rows.filter((cells) => cells[9] === "echoed")).toHaveLength(160);
    // A lone surrogate cannot be written as UTF-8.
    expect(new Set(rows.map(([model]) => model))).toEqual(new Set(["good", hostile.toWellFormed(), "scripted:echo"]));
    expect([...csvLines(outcomes)].every((line) => line.endsWith("\r\n"))).toBe(true);
  });

  it("gives every text back, and lets none begin a formula", () => {
    const ids = fc.sample(texts, { numRuns: 1000, seed: 2 }).map((text) => text.toWellFormed());
    const result = outcomes.systems[0]!.trials[0]![0]!;
    const rows = read(csvLines({ items: ids.map((id) => ({ ...outcomes.items[0]!, id })), systems: [{ ...systems[0]!, trials: [ids.map(() => result)] }] })).slice(1);
    expect(rows).toHaveLength(1000);
    const changed = rows.flatMap(([, , , cell], index) => (cell === ids[index] ? [] : [[cell, ids[index]!]]));
    expect(changed.length).toBeGreaterThan(100);
    for (const [cell, id] of changed) expect(cell).toBe(`'${id}`);
    for (const cells of rows) expect(cells[3]).not.toMatch(/^\s*[=+\-@\uff1d]/);
  });
});

describe("resultMarkdown and plainText", () => {
  it("tell the gate, the table, what was done instead, the ranking and the paper's numbers as the paper's", () => {
    const markdown = resultMarkdown(results, { set: "dim-bench", run: "0gk3f9x7q", gate: gateResults(results, 0.45) });
    expect(markdown).toContain("✅ **good, standard**: Passed the gate at 0.45");
    expect(markdown).toContain("| good | standard | 100.0 |");
    expect(markdown).toContain("echoed 160");
    expect(markdown).toContain("Published, over the paper's items: accuracy in %, not measured here");
    expect(markdown).toContain("| GPT-4o | 61.0 | 67.0 | 82.0 | 24.0 | 2.0 | 47.0 |");
    expect(markdown).toContain("The ranking of the models under standard is decisive: good before evil");
    expect(results.rankings.map(({ order }) => order.map(({ model }) => model))).toEqual([["good", hostile]]);
  });

  it("let no name act: every row of a table has its cells, and nothing is HTML or a control character", () => {
    const markdown = resultMarkdown(results, { set: hostile });
    expect(markdown).not.toMatch(/[^\P{Cc}\n]|\p{Cs}|</u);
    expect(markdown).toContain('| evil"&lt;&amp;&#62;  &#91;2J');
    for (const block of markdown.split("\n\n").filter((block) => block.startsWith("|"))) expect(new Set(block.split("\n").map((line) => line.split("|").length)).size).toBe(1);
  });

  it("lays plain tables out in columns", () => {
    const [table] = resultTables(results);
    const lines = plainText([{ ...table!, rows: [["a", "b", "1.0"], ["longer", "b", "10.0"]], columns: [{ heading: "model" }, { heading: "defence" }, { heading: "accuracy", align: "right" }], notes: ["Note."] }]).split("\n");
    expect(lines).toEqual(["DIM-Bench, 160 items over 40 inputs", "", "model   defence  accuracy", "a       b             1.0", "longer  b            10.0", "", "Note.", ""]);
    expect(plainText(resultTables(results))).toContain("evil\"<&>  [2J");
  });

  it("say what they can of nothing", async () => {
    const nothing = benchResults(await collectOutcomes({ items: [], generations: [], judgements: [] }));
    expect(resultMarkdown(nothing, { set: "empty" })).toMatch(/^# DIM-Bench: empty\n\n## Published, over the paper's items/);
    expect(resultMarkdown(nothing, { set: "empty", published: false })).toBe("# DIM-Bench: empty\n");
    expect(resultJunit(nothing, { set: "empty" })).toContain('tests="0"');
    expect([...csvLines({ items: [], systems: [] })]).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(resultDocument(nothing, { set: "empty" })))).toMatchObject({ run: null, models: [], judge: null });
  });
});
