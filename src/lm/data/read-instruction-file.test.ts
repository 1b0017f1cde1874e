import { chmodSync, globSync } from "node:fs";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { readInstructionFile, type ReadInstructionOptions } from "./read-instruction-file.ts";
import { scratchFiles } from "./testing/scratch-file.ts";
import { hasInstructData, instructFolder } from "./testing/shared-data.ts";

const scratch = scratchFiles();
const good = '{"instruction":"a","output":"b"}';

async function failureOf(path: string, options?: ReadInstructionOptions): Promise<{ code: string; sentence: string; hint: string | undefined }> {
  const error: unknown = await readInstructionFile(path, options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(SteadfastError);
  const { code, message, hint } = error as SteadfastError;
  return { code, sentence: message.replaceAll(path, "FILE"), hint };
}

describe("forms of a record", () => {
  test.each<[string, unknown, object]>([
    ["instruction and input", { instruction: "Translate.", input: "un", output: "one" }, { instruction: "Translate.", input: "un", outputs: ["one"] }],
    ["no input", { instruction: "Count.", input: "", output: "1" }, { instruction: "Count.", outputs: ["1"] }],
    ["null for none", { instruction: "Count.", input: null, prompt: null, output: "1" }, { instruction: "Count.", outputs: ["1"] }],
    ["several references", { instruction: "Greet.", output: ["Hi", "Hello"] }, { instruction: "Greet.", outputs: ["Hi", "Hello"] }],
    ["a prompt", { prompt: "Q: 1\nA:", response: "2" }, { prompt: "Q: 1\nA:", outputs: ["2"] }],
    ["a completion", { prompt: "Q", completion: "A" }, { prompt: "Q", outputs: ["A"] }],
    ["both", { instruction: "I", prompt: "P", output: "O" }, { instruction: "I", prompt: "P", outputs: ["O"] }],
    ["Dolly as published", { instruction: "I", context: "C", response: "R", category: "qa" }, { instruction: "I", input: "C", outputs: ["R"], topic: "qa" }],
    ["Self-Instruct as published", { id: "u_1", instruction: "I", instances: [{ input: "x", output: "y" }] }, { id: "u_1", instruction: "I", input: "x", outputs: ["y"] }],
    ["id and topic", { id: 7, topic: "math", instruction: "I", output: "O" }, { id: "7", topic: "math", instruction: "I", outputs: ["O"] }],
    ["a conversation", { messages: [{ role: "user", content: "u" }, { role: "assistant", content: "a" }] }, { messages: [{ role: "user", content: "u" }], outputs: ["a"] }],
    [
      "what follows the last answer is left out",
      { messages: [{ role: "system", content: "s" }, { role: "user", content: "u" }, { role: "assistant", content: "a" }, { role: "user", content: "v" }] },
      { messages: [{ role: "system", content: "s" }, { role: "user", content: "u" }], outputs: ["a"] },
    ],
    [
      "a conversation with references of its own",
      { messages: [{ role: "user", content: "u" }, { role: "assistant", content: "a" }, { role: "user", content: "v" }], output: ["b", "c"] },
      { messages: [{ role: "user", content: "u" }, { role: "assistant", content: "a" }, { role: "user", content: "v" }], outputs: ["b", "c"] },
    ],
  ])("%s", async (_what, value, record) => {
    expect(await readInstructionFile(scratch(JSON.stringify(value)))).toEqual({ records: [{ line: 1, ...record }], problems: [] });
  });

  test("prompts without an answer, where none is needed", async () => {
    const path = scratch('{"question_id":1,"category":"generic","turns":["How?"]}\n{"instruction":"I"}\n{"messages":[{"role":"user","content":"u"}]}');
    const { records, problems } = await readInstructionFile(path, { references: "optional" });
    expect(records).toEqual([
      { line: 1, topic: "generic", instruction: "How?", outputs: [] },
      { line: 2, instruction: "I", outputs: [] },
      { line: 3, messages: [{ role: "user", content: "u" }], outputs: [] },
    ]);
    expect(problems).toEqual([]);
  });
});

describe("a record that cannot be used is reported, and its neighbours are read", () => {
  test.each([
    ["[1, 2]", "it is a list; an object with named fields is needed"],
    ["null", "it is null; an object with named fields is needed"],
    ['"text"', "it is a text; an object with named fields is needed"],
    ["{}", "it has no instruction, prompt or messages, but no field at all"],
    ['{"question":"a","answer":"b"}', 'it has no instruction, prompt or messages, but the fields "question", "answer"'],
    ['{"instruction":"","output":"b"}', 'it has no instruction, prompt or messages, but the fields "instruction", "output"'],
    ['{"instruction":"a"}', "it has no answer; one of the fields output, response, completion is needed"],
    ['{"instruction":"a","output":null}', "it has no answer; one of the fields output, response, completion is needed"],
    ['{"instruction":"a","output":""}', 'its field "output" is empty'],
    ['{"instruction":"a","output":[]}', 'its field "output" is an empty list'],
    ['{"instruction":"a","output":["b",3]}', 'its field "output[1]" is a number; text is needed'],
    ['{"instruction":"a","output":{"text":"b"}}', 'its field "output" is an object; text is needed'],
    ['{"instruction":7,"output":"b"}', 'its field "instruction" is a number; text is needed'],
    ['{"instruction":"a","input":["b"],"output":"b"}', 'its field "input" is a list; text is needed'],
    ['{"instruction":"a","input":false,"output":"b"}', 'its field "input" is a boolean; text is needed'],
    ['{"prompt":["a"],"output":"b"}', 'its field "prompt" is a list; text is needed'],
    ['{"turns":["a","b"],"output":"c"}', 'its field "turns" is not a list of one text; later turns depend on answers that the file does not hold'],
    ['{"instruction":"a","instances":[]}', 'its field "instances" is not a list of one object; write each instance on a line of its own'],
    ['{"messages":"hello"}', 'its field "messages" is a text; a list is needed'],
    ['{"messages":[]}', 'its field "messages" has nothing that could be answered'],
    ['{"messages":[{"role":"assistant","content":"a"}]}', 'its field "messages" has nothing that could be answered'],
    ['{"messages":[{"role":"user","content":"u"}]}', "it has no answer; one of the fields output, response, completion is needed"],
    ['{"messages":["u"]}', 'its field "messages[0]" is a text; an object with role and content is needed'],
    ['{"messages":[{"role":"human","content":"u"}]}', 'its field "messages[0].role" is "human"; one of system, user, assistant, tool is needed'],
    ['{"messages":[{"content":"u"}]}', 'its field "messages[0].role" is null; one of system, user, assistant, tool is needed'],
    ['{"messages":[{"role":"user"}]}', 'its field "messages[0].content" is null; text is needed'],
    ['{"messages":[{"role":"user","content":"u"},{"role":"assistant","content":""}]}', 'its field "messages[1].content" is empty'],
  ])("%s", async (line, reason) => {
    const { records, problems } = await readInstructionFile(scratch(`${good}\n${line}\n${good}\n`));
    expect(records.map(({ line }) => line)).toEqual([1, 3]);
    expect(problems).toEqual([{ line: 2, reason }]);
  });

  test.each([
    ["cut off", '{"instruction":"a","outp'],
    ["two on a line", `${good}${good}`],
    ["single quotes", "{'instruction':'a','output':'b'}"],
    ["a control character", '{"instruction":"a\u0001","output":"b"}'],
    ["a hundred thousand brackets", "[".repeat(100_000)],
    ["NaN", '{"instruction":"a","output":NaN}'],
  ])("not JSON: %s", async (_what, line) => {
    const { records, problems } = await readInstructionFile(scratch(`${good}\n${line}\n${good}\n`));
    expect(records.map(({ line }) => line)).toEqual([1, 3]);
    expect(problems).toEqual([{ line: 2, reason: expect.stringMatching(/^it is not valid JSON \(\P{Cc}+\)$/u) }]);
  });

  test("bytes that are not UTF-8", async () => {
    const path = scratch(Buffer.concat([Buffer.from(`${good}\n{"instruction":"`), Buffer.from([0xff, 0xc0]), Buffer.from(`","output":"b"}\n${good}`)]));
    const { records, problems } = await readInstructionFile(path);
    expect(records.map(({ line }) => line)).toEqual([1, 3]);
    expect(problems).toEqual([{ line: 2, reason: "it is not valid UTF-8" }]);
  });

  test("`__proto__` is a field like any other", async () => {
    const { records } = await readInstructionFile(scratch('{"__proto__":{"input":"forged"},"instruction":"a","output":"b"}'));
    expect(records).toEqual([{ line: 1, instruction: "a", outputs: ["b"] }]);
    expect({}).not.toHaveProperty("input");
  });
});

describe("forms of a file", () => {
  test("byte order mark, carriage returns, blank lines, no last line feed", async () => {
    const { records, problems } = await readInstructionFile(scratch(`\uFEFF\r\n${good}\r\n\r\n   \n\uFEFF${good}\r\n${good}`));
    expect(problems).toEqual([]);
    expect(records.map(({ line }) => line)).toEqual([2, 5, 6]);
  });

  test("a list, with the line of each element", async () => {
    const list = `\uFEFF\r\n[\n  {"instruction": "[,]\\"}", "output": "b"},\n  7, {"instruction": "x" "output": 1},\n\n  {\n"prompt": "p",\n"output": ["{", "\\\\"]}\n]\n`;
    expect(await readInstructionFile(scratch(list, "json"))).toEqual({
      records: [
        { line: 3, instruction: '[,]"}', outputs: ["b"] },
        { line: 6, prompt: "p", outputs: ["{", "\\"] },
      ],
      problems: [
        { line: 4, reason: "it is a number; an object with named fields is needed" },
        { line: 4, reason: expect.stringMatching(/^it is not valid JSON/) },
      ],
    });
  });

  test.each([
    ["not closed", `[${good},\n${good}`, [1, 2], [{ line: 2, reason: "the list is not closed: the file ends before its last bracket" }]],
    ["cut off in an element", `[${good},\n{"instruc`, [1], [{ line: 2, reason: expect.stringMatching(/^it is not valid JSON/) }, { line: 2, reason: "the list is not closed: the file ends before its last bracket" }]],
    ["a comma too many", `[${good},\n]`, [1], []],
    ["text behind it", `[${good}]\n${good}\n${good}`, [1], [{ line: 2, reason: "it stands behind the end of the list; nothing is read from here on" }]],
    ["a bracket too many", `[${good}}, ${good}]`, [1], [{ line: 1, reason: expect.stringMatching(/^it is not valid JSON/) }]],
  ])("a list: %s", async (_what, text, lines, problems) => {
    const file = await readInstructionFile(scratch(text, "json"));
    expect(file.records.map(({ line }) => line)).toEqual(lines);
    expect(file.problems).toEqual(problems);
  });

  test("lines and a list hold the same records, however they are written", async () => {
    const text = fc.string({ unit: "binary", minLength: 1 });
    const record = fc.record({ instruction: text, output: fc.array(text, { minLength: 1, maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 8 }), fc.constantFrom("", " ", "\n", "\r\n\t"), async (values, blank) => {
        const expected = values.map(({ instruction, output }) => ({ instruction, outputs: output }));
        const lines = await readInstructionFile(scratch(values.map((value) => JSON.stringify(value)).join("\n")));
        const list = await readInstructionFile(scratch(`${blank}[${values.map((value) => blank + JSON.stringify(value, null, blank.length) + blank).join(",")}]${blank}`, "json"));
        expect(lines).toEqual({ records: expected.map((each, index) => ({ line: index + 1, ...each })), problems: [] });
        expect(list.records.map(({ instruction, outputs }) => ({ instruction, outputs }))).toEqual(expected);
        expect(list.problems).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test("limit stops reading", async () => {
    const { records, problems } = await readInstructionFile(scratch(`${good}\n7\n${good}\n7\n${good}\n`), { limit: 2 });
    expect(records.map(({ line }) => line)).toEqual([1, 3]);
    expect(problems).toHaveLength(1);
  });
});

describe("files that cannot be used", () => {
  test.each<[string, string | Uint8Array, ReadInstructionOptions | undefined, { code: string; sentence: string; hint: string | undefined }]>([
    ["empty", "", undefined, { code: "data-empty", sentence: "The file FILE holds no record.", hint: 'Each line must be a JSON object such as {"instruction": …, "output": …}.' }],
    ["an empty list", "[ ]", undefined, { code: "data-empty", sentence: "The file FILE holds no record.", hint: 'Each line must be a JSON object such as {"instruction": …, "output": …}.' }],
    [
      "nothing usable",
      "7\n8\n",
      undefined,
      {
        code: "data-empty",
        sentence: "None of the 2 records of FILE can be used; line 1: it is a number; an object with named fields is needed.",
        hint: 'Each line must be a JSON object such as {"instruction": …, "output": …}, or the file one list of them.',
      },
    ],
    ["a compact object", "{}", undefined, { code: "data-empty", sentence: "The only record of FILE cannot be used; line 1: it has no instruction, prompt or messages, but no field at all.", hint: expect.any(String) }],
    [
      "another kind of file, which is not read to its end",
      "7\n".repeat(5000),
      undefined,
      {
        code: "data-empty",
        sentence: "None of the first 1000 records of FILE can be used; line 1: it is a number; an object with named fields is needed.",
        hint: 'Each line must be a JSON object such as {"instruction": …, "output": …}, or the file one list of them.',
      },
    ],
    [
      "strict",
      `${good}\n{}\n`,
      { strict: true },
      { code: "data-record", sentence: "Line 2 of FILE cannot be used: it has no instruction, prompt or messages, but no field at all.", hint: "Mend or remove that record." },
    ],
    ["UTF-16", Buffer.from(`\uFEFF${good}`, "utf16le"), undefined, { code: "data-format", sentence: "The file FILE is UTF-16 text; JSON lines in UTF-8 are needed.", hint: "Save it as UTF-8." }],
    ["gzip", Uint8Array.of(0x1f, 0x8b, 8, 0, 0), undefined, { code: "data-format", sentence: "The file FILE is compressed by gzip; JSON lines in UTF-8 are needed.", hint: "Unpack it with gunzip." }],
    ["Parquet", Buffer.from("PAR1xxxx"), undefined, { code: "data-format", sentence: "The file FILE is a Parquet table; JSON lines in UTF-8 are needed.", hint: "Export it as JSON lines." }],
    ["limit 0", good, { limit: 0 }, { code: "data-limit", sentence: "The limit of records must be a whole number of at least 1, not 0.", hint: undefined }],
  ])("%s", async (_what, content, options, failure) => {
    expect(await failureOf(scratch(content), options)).toEqual(failure);
  });

  test("missing", async () => {
    expect(await failureOf(`${tmpdir()}/steadfast-none.jsonl`)).toEqual({ code: "data-missing", sentence: "There is no file FILE.", hint: "Check its spelling and the folder you are in." });
  });

  test("a folder", async () => {
    expect(await failureOf(tmpdir())).toEqual({ code: "data-unreadable", sentence: "FILE is a folder, not a file.", hint: "Name one file of it." });
  });

  test.skipIf(process.getuid?.() === 0)("not allowed to read", async () => {
    const path = scratch(good);
    chmodSync(path, 0);
    expect(await failureOf(path)).toMatchObject({ code: "data-unreadable", sentence: expect.stringMatching(/^The file FILE cannot be read: EACCES.*\.$/) });
  });
});

describe.skipIf(!hasInstructData)("public data", () => {
  const counts: Record<string, number> = {
    "dolly/dev.jsonl": 1000,
    "dolly/valid.jsonl": 500,
    "self-inst/valid.jsonl": 242,
    "sinst/11_/valid.jsonl": 1694,
    "uinst/11_/valid.handcopied7.jsonl": 7,
    "user_oriented_instructions.jsonl": 252,
    "vicuna/questions.original.jsonl": 80,
    "vicuna/valid.jsonl": 80,
  };

  test("each file of it is read whole", async () => {
    const files = globSync("**/*.jsonl", { cwd: instructFolder }).filter((file) => file !== "mt_bench_question.jsonl");
    expect(files.toSorted()).toEqual(Object.keys(counts));
    for (const file of files) {
      const { records, problems } = await readInstructionFile(`${instructFolder}/${file}`, { references: file.includes("questions") ? "optional" : "required" });
      expect({ file, count: records.length, problems }).toEqual({ file, count: counts[file], problems: [] });
    }
  });

  test("questions of two turns are refused, for the second depends on an answer", async () => {
    expect(await failureOf(`${instructFolder}/mt_bench_question.jsonl`, { references: "optional" })).toMatchObject({ code: "data-empty", sentence: expect.stringContaining('"turns" is not a list of one text') });
  });
});
