import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { type InputTask, inputTaskNames } from "../items/tasks.ts";
import { formatOf } from "./formats.ts";
import { mappedFormat, parseMapping } from "./mapped.ts";
import { lastBoxed } from "./math.ts";
import { readSourceFile, type SourceFile } from "./source-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sources-"));
});
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function fileOf(text: string | Uint8Array): Promise<SourceFile> {
  const path = join(folder, `source-${(files += 1)}`);
  await writeFile(path, text);
  return readSourceFile(path);
}

const jsonLines = (...values: unknown[]): string => values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("");

/** What a file of a task comes to. */
async function read(task: InputTask, text: string, ...others: string[]): Promise<{ title: string | undefined; records: unknown[] }> {
  const [file, ...rest] = await Promise.all([text, ...others].map(fileOf));
  const format = formatOf(file!, task);
  return { title: format?.title, records: [...(format?.read(file!, [file!, ...rest]) ?? [])].map(({ place, read: each }) => (typeof each === "object" ? { place, ...each } : each === undefined ? each : `${place}: ${each}`)) };
}

describe("ARC", () => {
  test("as CSV without a header, options under their letters", async () => {
    const { title, records } = await read("reasoning", 'Why does ice float?,"It is lighter, for its size.",It is cold.,It is wet.,It melts.,A\n"Which is a\nmetal?",wood,iron,glass,,B\nNo options?,,,,,2\nWhich?,a,b,c,d,E\nshort,A\n');
    expect(title).toBe("ARC (CSV)");
    expect(records).toEqual([
      { place: 1, input: "Why does ice float?\nA. It is lighter, for its size.\nB. It is cold.\nC. It is wet.\nD. It melts.", answer: "A", options: ["It is lighter, for its size.", "It is cold.", "It is wet.", "It melts."] },
      { place: 2, input: "Which is a\nmetal?\nA. wood\nB. iron\nC. glass", answer: "B", options: ["wood", "iron", "glass"] },
      "4: an option is empty",
      '5: the answer "E" is none of the 4 options',
      "6: 2 fields; a question, its options and a letter are at least 4",
    ]);
  });

  test("as AI2's JSON lines, with letters or numbers, and as lists", async () => {
    const choices = (...labels: string[]) => labels.map((label, at) => ({ text: `option ${at}`, label }));
    const { title, records } = await read(
      "reasoning",
      jsonLines(
        { id: "M1", question: { stem: "Which?", choices: choices("A", "B", "C") }, answerKey: "C" },
        { id: "M2", question: { stem: "Which now?", choices: choices("1", "2", "3", "4") }, answerKey: "2" },
        { id: "M3", question: "And now?", choices: { text: ["x", "y"], label: ["A", "B"] }, answerKey: "B" },
        '{"id": "M4", "question": {',
        { id: "M5", question: { stem: "Which?", choices: [] }, answerKey: "A" },
        { id: "M6", question: { stem: "Which?", choices: choices("A", "B") }, answerKey: 1 },
      ),
    );
    expect(title).toBe("ARC (JSON lines)");
    expect(records).toEqual([
      { place: 1, input: "Which?\nA. option 0\nB. option 1\nC. option 2", answer: "C", options: ["option 0", "option 1", "option 2"] },
      { place: 2, input: "Which now?\nA. option 0\nB. option 1\nC. option 2\nD. option 3", answer: "B", options: ["option 0", "option 1", "option 2", "option 3"] },
      { place: 3, input: "And now?\nA. x\nB. y", answer: "B", options: ["x", "y"] },
      expect.stringMatching(/^4: not JSON/u),
      "5: the choices are no list of texts with labels",
      '6: "answerKey" is no text',
    ]);
  });
});

describe("code", () => {
  test("Code Alpaca: a list, with and without a context", async () => {
    expect(await read("code", JSON.stringify([{ instruction: "Sort this.", input: "3, 1", output: "sorted([3, 1])" }, { instruction: "Print x.", input: "", output: "print(x)" }, { instruction: "", input: "", output: "x" }, 7], null, 2))).toEqual({
      title: "Code Alpaca",
      records: [{ place: 1, input: "Sort this.\n\n3, 1", answer: "sorted([3, 1])" }, { place: 2, input: "Print x.", answer: "print(x)" }, '3: "instruction" is empty', "4: no object with named fields"],
    });
  });

  test("MBPP, in both of its forms", async () => {
    expect(await read("code", jsonLines({ text: "Write a function.", code: "def f(): pass", task_id: 1, test_list: [] }))).toEqual({ title: "MBPP", records: [{ place: 1, input: "Write a function.", answer: "def f(): pass", programmingLanguage: "python" }] });
    expect((await read("code", JSON.stringify([{ prompt: "Write it.", code: "x", test_list: [] }, { prompt: "No code.", test_list: [] }]))).records).toEqual([{ place: 1, input: "Write it.", answer: "x", programmingLanguage: "python" }, '2: "code" is missing']);
  });

  test("HumanEval: the head of a function, to be completed", async () => {
    const { title, records } = await read("code", jsonLines({ task_id: "HumanEval/0", prompt: '\n\ndef f(x):\n    """ Doubles. """\n', canonical_solution: "    return 2 * x\n", test: "" }));
    expect(title).toBe("HumanEval");
    expect(records).toEqual([{ place: 1, input: 'Complete this Python function.\n\ndef f(x):\n    """ Doubles. """', answer: "    return 2 * x\n", programmingLanguage: "python" }]);
  });
});

describe("mathematics", () => {
  test("GSM8K: the answer behind its mark", async () => {
    expect(await read("math", jsonLines({ question: "How many?", answer: "2 + 3 = <<2+3=5>>5\n#### 1,005" }, { question: "How many?", answer: "five" }, { question: 5, answer: "#### 5" }))).toEqual({
      title: "GSM8K",
      records: [{ place: 1, input: "How many?", answer: "1,005" }, '2: the answer has no line "#### …"', '3: "question" is no text'],
    });
  });

  test("MATH: the answer in its last box; a file for each problem is read too", async () => {
    const record = { problem: "Find $x$.", level: "Level 1", type: "Algebra", solution: "So $\\boxed{1}$; rather, $x = \\boxed{\\frac{1}{2}}$." };
    expect(await read("math", JSON.stringify(record, null, 2))).toEqual({ title: "MATH", records: [{ place: 1, input: "Find $x$.", answer: "\\frac{1}{2}" }] });
    expect((await read("math", jsonLines(record, { ...record, solution: "Easy." }))).records[1]).toBe("2: the solution has no \\boxed{…}");
  });

  test.each([
    ["\\boxed{7}", "7"],
    ["\\boxed 7.", "7"],
    ["\\fbox{a}", "a"],
    ["\\boxed{\\{1, 2\\}}", "\\{1, 2\\}"],
    ["\\boxed{1} or \\boxed{\\text{two {2}}}", "\\text{two {2}}"],
    ["\\boxed{open", undefined],
    ["\\boxed{}", undefined],
    ["none", undefined],
  ])("the last box of %s", (solution, answer) => {
    expect(lastBoxed(solution)).toBe(answer);
  });
});

test("BBQ: context, question and options; its label is a place", async () => {
  const record = { example_id: 0, context: "Two people were late.", question: "Who ran?", ans0: "The baker", ans1: "Not known", ans2: "The miller", label: 1 };
  expect(await read("bias", jsonLines(record, { ...record, label: 3 }, { ...record, ans2: "" }, { ...record, label: "2" }))).toEqual({
    title: "BBQ",
    records: [
      { place: 1, input: "Two people were late. Who ran?\nA. The baker\nB. Not known\nC. The miller", answer: "B", options: ["The baker", "Not known", "The miller"], question: "Who ran?", group: "Two people were late." },
      '2: "label" is 3, not 0, 1 or 2',
      '3: "ans2" is empty',
      expect.objectContaining({ answer: "C" }),
    ],
  });
});

describe("questions on passages", () => {
  test("SQuAD: every question with its passage; those that are not answered are none", async () => {
    const text = JSON.stringify({ version: "v2.0", data: [{ title: "Owls", paragraphs: [{ context: "Owls hunt at night.", qas: [{ id: "a", question: "When do owls hunt? ", answers: [{ text: "at night", answer_start: 10 }] }, { id: "b", question: "Who pays?", answers: [], is_impossible: true }, { id: "c", question: "Why?", answers: [] }] }, { qas: [{ question: "Where?", answers: [{ text: "there" }] }] }] }, 5] });
    expect(await read("qa", text)).toEqual({
      title: "SQuAD, XQuAD",
      records: [
        { place: 1, input: "Owls hunt at night.\n\nWhen do owls hunt?", answer: "at night", passage: "Owls hunt at night.", question: "When do owls hunt?", group: "Owls hunt at night." },
        undefined,
        "3: there is no answer",
        "4: the passage has no text",
      ],
    });
  });

  test("NarrativeQA: questions look their summaries up in the other file", async () => {
    const questions = 'document_id,set,question,answer1,answer2,question_tokenized\nd1,test,Who sails?,Mark,A man,Who sails ?\nd2,test,Who sings?,Ann,Ann,x\nd1,test,,Mark,Mark,x\n';
    const summaries = 'document_id,set,summary,summary_tokenized\nd1,test," Mark sails.\nHe returns.",Mark sails .\n';
    expect(await read("qa", questions, summaries)).toEqual({
      title: "NarrativeQA (questions with summaries)",
      records: [
        { place: 2, input: "Mark sails.\nHe returns.\n\nWho sails?", answer: "Mark", passage: "Mark sails.\nHe returns.", question: "Who sails?", group: "Mark sails.\nHe returns." },
        "3: there is no summary of the document d2",
        "4: the question or its answer is empty",
      ],
    });
    expect((await read("qa", questions)).records[0]).toBe("2: no file with the summaries was given");
    expect((await read("qa", summaries, questions)).records).toEqual([]);
  });
});

describe("a mapping", () => {
  const mapped = async (mapping: string, ...values: unknown[]): Promise<unknown[]> => [...mappedFormat(parseMapping(mapping), "qa").read(await fileOf(jsonLines(...values)), [])].map(({ read: each }) => each);

  test("names the fields, also within objects; numbers are texts", async () => {
    expect(await mapped("input=ask.text, answer=reply", { ask: { text: "What?" }, reply: 5 }, { ask: "What?", reply: "x" }, { ask: { text: "What?" }, reply: "" })).toEqual([{ input: "What?", answer: "5" }, '"ask.text" is missing', '"reply" is no text, or an empty one']);
    expect(await mapped("passage=p,question=q,answer=a,language=l", { p: "It rains.", q: "What?", a: "rain", l: "c" })).toEqual([{ input: "It rains.\n\nWhat?", answer: "rain", passage: "It rains.", question: "What?", group: "It rains.", programmingLanguage: "c" }]);
  });

  test("puts options under the input, unless they stand in it", async () => {
    expect(await mapped("input=q,answer=a,options=o", { q: "Which?", a: "B", o: ["one", "two"] }, { q: "one or two?", a: "B", o: ["one", "two"] }, { q: "Which?", a: "B", o: "one" })).toEqual([
      { input: "Which?\nA. one\nB. two", answer: "B", options: ["one", "two"] },
      { input: "one or two?", answer: "B", options: ["one", "two"] },
      '"o" is no list of texts',
    ]);
  });

  test.each(["", "input", "input=", "inputt=q,answer=a", "input=q", "answer=a", "passage=p,answer=a", "input=q,answer=a,answer=b", "input=a=b,answer=c"])("%j is refused", (mapping) => {
    expect(() => parseMapping(mapping)).toThrow(expect.objectContaining({ code: "bad-mapping" }));
  });
});

test("a file that is cut, no text or not there is refused; one of another task is not taken", async () => {
  await expect(fileOf('[{"instruction": "x"')).rejects.toMatchObject({ code: "source-unreadable", message: expect.stringContaining("is not JSON") });
  await expect(fileOf(new Uint8Array([0xff, 0xfe]))).rejects.toMatchObject({ code: "source-unreadable", message: expect.stringContaining("not UTF-8") });
  await expect(readSourceFile(join(folder, "none"))).rejects.toMatchObject({ code: "source-unreadable", message: expect.stringContaining("ENOENT") });
  expect((await read("code", jsonLines({ question: "How many?", answer: "#### 5" }))).title).toBeUndefined();
  expect((await read("math", "")).title).toBeUndefined();
});

test("a list with an object on each line is a list", async () => {
  expect((await read("code", '[\n{"instruction": "a", "output": "b"},\n{"instruction": "c", "output": "d"}\n]\n')).records).toEqual([{ place: 1, input: "a", answer: "b" }, { place: 2, input: "c", answer: "d" }]);
});

test("a first line that is no JSON does not hide the others", async () => {
  expect((await read("math", jsonLines("{broken", { question: "How many?", answer: "#### 5" }))).records).toEqual([expect.stringMatching(/^1: not JSON/u), { place: 2, input: "How many?", answer: "5" }]);
});

test("a compressed file is read like a plain one; a broken one is refused", async () => {
  const text = jsonLines({ prompt: "def f():", canonical_solution: "    pass" });
  const compressed = gzipSync(text);
  expect((await fileOf(compressed)).records).toEqual((await fileOf(text)).records);
  await expect(fileOf(compressed.subarray(0, -9))).rejects.toMatchObject({ code: "source-unreadable" });
});

test("a folder with a file for each record, as MATH is published, is read in the order of its paths", async () => {
  const path = join(folder, "MATH");
  await mkdir(join(path, "algebra"), { recursive: true });
  await mkdir(join(path, "geometry"));
  const problem = (number: number) => JSON.stringify({ problem: `What is ${number}?`, level: "Level 1", type: "Algebra", solution: `$\\boxed{${number}}$` });
  await writeFile(join(path, "geometry", "1.json"), problem(3));
  await writeFile(join(path, "algebra", "2.json"), "{");
  await writeFile(join(path, "algebra", "1.json"), problem(1));
  await writeFile(join(path, "README"), "none of it");
  const file = await readSourceFile(path);
  const format = formatOf(file, "math")!;
  expect(format.title).toBe("MATH");
  expect([...format.read(file, [file])]).toEqual([
    { place: 1, read: { input: "What is 1?", answer: "1" } },
    { place: 2, read: expect.stringMatching(/^not JSON/u) },
    { place: 3, read: { input: "What is 3?", answer: "3" } },
  ]);
});

test("whatever is cut out of a file or put into it, it is read or refused, and no reader breaks", async () => {
  const texts = [
    "Why?,a,b,c,d,A\nWhy not?,a,b,c,d,B\n",
    jsonLines({ question: { stem: "Which?", choices: [{ text: "a", label: "A" }, { text: "b", label: "B" }] }, answerKey: "A" }),
    JSON.stringify([{ instruction: "Sort.", input: "", output: "x" }]),
    jsonLines({ text: "Write.", code: "x", test_list: [] }, { question: "How many?", answer: "#### 5" }),
    jsonLines({ problem: "x", solution: "\\boxed{1}" }, { context: "c", question: "q", ans0: "a", ans1: "b", ans2: "c", label: 0 }),
    JSON.stringify({ data: [{ paragraphs: [{ context: "Owls.", qas: [{ question: "When?", answers: [{ text: "now" }] }] }] }] }),
    "document_id,set,question,answer1,answer2\nd,test,Who?,Ann,Ann\n",
  ];
  const change = fc.record({ at: fc.nat(200), cut: fc.nat(12), put: fc.oneof(fc.constantFrom("null", "[]", "{}", '"', "5", ",", "\n", "\\", "\uD800"), fc.string({ unit: "binary", maxLength: 3 })) });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 3 }), async (text, changes) => {
      const changed = changes.reduce((before, { at, cut, put }) => before.slice(0, at % (before.length + 1)) + put + before.slice((at % (before.length + 1)) + cut), text);
      const file = await fileOf(changed).catch((error: unknown) => {
        expect(error).toBeInstanceOf(SteadfastError);
        return undefined;
      });
      if (file === undefined) return;
      for (const task of inputTaskNames) {
        for (const { place, read: each } of formatOf(file, task)?.read(file, [file]) ?? []) {
          expect(place).toBeGreaterThan(0);
          if (typeof each === "object") expect([typeof each.input, typeof each.answer, each.input.trim() === ""]).toEqual(["string", "string", false]);
        }
      }
    }),
    { numRuns: 400 },
  );
});
