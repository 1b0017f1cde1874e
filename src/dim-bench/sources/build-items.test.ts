import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkItem } from "../items/check-item.ts";
import { withoutErrors } from "../items/plant-errors.ts";
import { buildItems, type BuildItemsOptions } from "./build-items.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "build-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, values: readonly (string | object)[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join(""));
  return path;
}

const sum = (number: number) => ({ question: `Rosa has ${number} boats and buys another before noon. How many boats has she then?`, answer: `#### ${number + 1}` });
const sums = (count: number, from = 0) => Array.from({ length: count }, (_, at) => sum(from + at));
const build = (files: BuildItemsOptions["files"], options: Partial<BuildItemsOptions> = {}) => buildItems({ files, seed: 1, perTask: 4, ...options });
const inputsOf = (items: readonly { inputId: string }[]): string[] => [...new Set(items.map(({ inputId }) => inputId))];

test("so many inputs of a task are drawn, each under the four instructions, and say where they stood", async () => {
  const path = await fileOf("sums.jsonl", sums(30));
  const { items, sources } = await build({ math: [path] });
  expect(items).toHaveLength(16);
  expect(items.map(checkItem)).toEqual(items);
  expect(new Set(items.map(({ id }) => id)).size).toBe(16);
  expect(inputsOf(items)).toHaveLength(4);
  const lines = readFileSync(path, "utf8").split("\n");
  for (const { inputId, input, errors, answer } of items) {
    const line = Number(/^math-gsm8k-(\d+)$/u.exec(inputId)![1]);
    expect(JSON.parse(lines[line - 1]!)).toEqual({ question: withoutErrors(input, errors ?? []), answer: `#### ${answer}` });
  }
  expect(sources).toEqual([{ task: "math", path, sha256: createHash("sha256").update(readFileSync(path)).digest("hex"), format: "GSM8K", licence: "MIT", records: 30, different: 30, taken: 4, malformed: 0, problems: [] }]);
});

test("the seed decides what is drawn, and nothing else does", async () => {
  const path = await fileOf("seeded.jsonl", sums(60));
  expect(await build({ math: [path] })).toEqual(await build({ math: [path] }));
  expect(inputsOf((await build({ math: [path] }, { seed: 2 })).items)).not.toEqual(inputsOf((await build({ math: [path] })).items));
  // Every record can be drawn.
  const drawn = new Set<string>();
  for (let seed = 0; seed < 60; seed++) for (const id of inputsOf((await build({ math: [path] }, { seed, perTask: 10 })).items)) drawn.add(id);
  expect(drawn.size).toBe(60);
});

test("several files of a task give the same share each", async () => {
  const problems = await fileOf("problems.jsonl", sums(10).map(({ question }) => ({ problem: `Evaluate: ${question}`, solution: "$\\boxed{1}$" })));
  const { sources, items } = await build({ math: [await fileOf("half.jsonl", sums(10)), problems, await fileOf("more.jsonl", sums(10, 50))] }, { perTask: 8 });
  expect(sources.map(({ format, taken }) => [format, taken])).toEqual([["GSM8K", 3], ["MATH", 3], ["GSM8K", 2]]);
  expect(inputsOf(items).map((id) => id.replace(/\d+$/u, "")).sort()).toEqual(["math-gsm8k-1-", "math-gsm8k-1-", "math-gsm8k-1-", "math-gsm8k-3-", "math-gsm8k-3-", "math-math-", "math-math-", "math-math-"]);
});

test("no text is taken twice, within a file or over several, and of a passage one question", async () => {
  const path = await fileOf("twice.jsonl", [...sums(4), ...sums(4)]);
  const { items, sources } = await build({ math: [path] });
  expect(new Set(items.filter(({ instructionTask }) => instructionTask === "style").map(({ input }) => input)).size).toBe(4);
  expect(sources[0]).toMatchObject({ records: 8, different: 4 });
  await expect(build({ math: [path, await fileOf("again.jsonl", sums(3))] })).rejects.toMatchObject({ code: "too-few-records", message: expect.stringContaining("has 1 different input; 2 are needed of it") });
  const context = (number: number) => ({ context: `The owl sat on branch ${number}.`, qas: ["Who sat?", "Where?", "How long?"].map((question) => ({ question, answers: [{ text: "the owl" }] })) });
  const passages = await build({ qa: [await fileOf("squad.json", [{ data: [{ paragraphs: [1, 2, 3, 4].map(context) }] }])] });
  expect(new Set(passages.items.map(({ passage }) => passage)).size).toBe(4);
  expect(passages.sources[0]).toMatchObject({ records: 12, different: 4, taken: 4 });
});

test("a file that others only look up gives no inputs, and belongs to the sources", async () => {
  const questions = await fileOf("qaps.csv", ["document_id,set,question,answer1,answer2", ...Array.from({ length: 5 }, (_, at) => `d${at},test,Who sails boat ${at}?,Ann,Ann`)]);
  const summaries = await fileOf("summaries.csv", ["document_id,set,summary", ...Array.from({ length: 5 }, (_, at) => `d${at},test,Ann sails boat ${at}.`)]);
  const { items, sources } = await build({ qa: [questions, summaries] });
  expect(items).toHaveLength(16);
  expect(sources.map(({ records, taken }) => [records, taken])).toEqual([[5, 4], [0, 0]]);
  await expect(build({ qa: [summaries] })).rejects.toMatchObject({ code: "too-few-records", message: expect.stringContaining("There are no records in") });
});

test("malformed records are left out, counted and named by their line", async () => {
  const path = await fileOf("some-bad.jsonl", [sum(1), "{", sum(2), { question: "Why?", answer: "because" }, sum(3), sum(4)]);
  const { sources } = await build({ math: [path] });
  expect(sources[0]).toMatchObject({ records: 6, malformed: 2, taken: 4, problems: [{ unit: "line", place: 2, reason: expect.stringContaining("not JSON") }, { unit: "line", place: 4, reason: 'the answer has no line "#### …"' }] });
});

test.each<[string, (string | object)[], string, string]>([
  ["all records malformed", [{ question: "Why? ####", answer: "because ####" }, { question: "", answer: "#### 1" }], "source-malformed", "None of the 2 records of"],
  ["too few records", sums(3), "too-few-records", "has 3 different inputs; 4 are needed of it"],
  ["a form of another task", [{ context: "c", question: "q", ans0: "a", ans1: "b", ans2: "c", label: 0 }], "source-form", "looks like BBQ, which is of the task bias, not math"],
  ["no known form", [{ ask: "q", reply: "a" }], "source-form", "is in no form that is known for the task math"],
  ["nothing", [], "source-form", "is in no form"],
])("refused: %s", async (name, values, code, sentence) => {
  await expect(build({ math: [await fileOf(`${name}.jsonl`, values)] })).rejects.toMatchObject({ code, message: expect.stringContaining(sentence) });
});

test("no files at all, or a number of tasks that is none, is refused", async () => {
  await expect(build({})).rejects.toMatchObject({ code: "no-sources" });
  await expect(build({ math: [await fileOf("zero.jsonl", sums(5))] }, { perTask: 0 })).rejects.toMatchObject({ code: "items-option" });
});

test("a mapping reads what is in no known form, and only that", async () => {
  const own = await fileOf("own.jsonl", sums(8).map(({ question }) => ({ ask: question, reply: 5 })));
  const { sources, items } = await build({ math: [own, await fileOf("known.jsonl", sums(8, 100))] }, { mapping: { input: "ask", answer: "reply" } });
  expect(sources.map(({ format, taken }) => [format, taken])).toEqual([["fields as mapped", 2], ["GSM8K", 2]]);
  expect(items.filter(({ inputId }) => inputId.startsWith("math-mapped")).every(({ answer }) => answer === "5")).toBe(true);
});

const shared = join(import.meta.dirname, "../../../../shared/data");
const isThere = existsSync(join(shared, "bbq"));

test.skipIf(!isThere)(`the published files make the paper's mix${isThere ? "" : ": ../shared/data is absent"}`, async () => {
  const at = (...paths: string[]) => paths.map((path) => join(shared, path));
  const { items, sources } = await buildItems({
    files: {
      reasoning: at("arc/arc_challenge_dev.csv", "arc/arc_challenge_test.csv", "arc/arc_easy_test.csv"),
      code: at("code/mbpp.jsonl", "code/HumanEval.jsonl"),
      math: at("gsm8k/test.jsonl", "math/test.every5th.jsonl"),
      bias: at("bbq/Age.jsonl", "bbq/Disability_status.jsonl", "bbq/Physical_appearance.jsonl", "bbq/Religion.jsonl"),
      qa: at("qa/xquad.en.json"),
    },
    seed: 7,
  });
  expect(items).toHaveLength(2000);
  expect(items.map(checkItem)).toEqual(items);
  expect(inputsOf(items)).toHaveLength(500);
  expect(sources.map(({ records, malformed, taken }) => [records, malformed, taken])).toEqual([
    [1119, 23, 34], [299, 5, 33], [570, 21, 33], [974, 0, 50], [164, 0, 50], [1319, 0, 50], [1000, 0, 50], [3680, 0, 25], [1556, 0, 25], [1576, 0, 25], [1200, 0, 25], [1190, 0, 100],
  ]);
  for (const { inputTask, options, input, answer } of items) {
    if (inputTask === "reasoning") expect(options!.length).toBeGreaterThanOrEqual(3);
    if (inputTask === "bias") expect(options).toHaveLength(3);
    for (const [place, option] of (options ?? []).entries()) expect(input).toContain(`\n${"ABCDE"[place]}. ${option}`);
    if (options !== undefined) expect("ABCDE".slice(0, options.length)).toContain(answer);
  }
  const bare = items.filter(({ instructionTask, errors }) => instructionTask === "proofreading" && errors === undefined);
  expect(bare.length).toBeLessThan(25);
});
