import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluatePredictions } from "./evaluate-predictions.ts";
import { readEvaluationData } from "./evaluation-data.ts";
import { readPredictions } from "./read-predictions.ts";
import { scratchFolder, writeLines } from "./testing/scratch.ts";

const scratch = scratchFolder();
const path = writeLines(join(scratch, "data.jsonl"), [
  { instruction: "a", output: "the cat sat on the mat" },
  { instruction: "b", output: ["yes", "it is so"] },
  { instruction: "c", output: "one two three four five six seven eight nine ten eleven" },
]);
const [data] = await readEvaluationData([path], { strict: true });
const score = (...files: string[]) => evaluatePredictions({ data: data!, predictions: files });

describe("predictions with known scores", () => {
  // Record 1: LCS "the cat on mat", 4 of 5 said, 4 of 6 wanted: 8/11. Record 2: the second reference, 2·2/(2+3). Record 3: nothing.
  const first = writeLines(join(scratch, "first.jsonl"), [{ prediction: "the cat lay on mat" }, { prediction: "it is" }, { prediction: "" }]);
  const second = writeLines(join(scratch, "second.jsonl"), [" the cat sat on the mat\n", "yes", "go go go go go go"]);

  test("score them", async () => {
    const { summary, lengthUnit } = await score(first, second);
    expect(lengthUnit).toBe("words");
    const [one, two] = [(800 / 11 + 80 + 0) / 3, (100 + 100 + 0) / 3];
    expect(summary.seeds.map(({ rougeL }) => rougeL)).toEqual([expect.closeTo(one, 9), expect.closeTo(two, 9)]);
    expect(summary.rougeL.mean).toBeCloseTo((one + two) / 2, 9);
    expect(summary.rougeL.spread).toBeCloseTo(Math.abs(one - two) / Math.SQRT2, 9);
    expect(summary.seeds.map(({ exactMatch }) => exactMatch)).toEqual([0, expect.closeTo(200 / 3, 9)]);
    // Six words have three runs of four, all the same.
    expect(summary.seeds.map(({ repetition }) => repetition)).toEqual([0, expect.closeTo(2 / 3 / 3, 9)]);
    expect(summary.words.mean).toBeCloseTo((5 + 2 + 0 + 6 + 1 + 6) / 6, 9);
    expect(summary).toMatchObject({ records: 3, tokens: null, cutShare: null });
    expect(summary.buckets.map(({ label, records, rougeL }) => [label, records, rougeL.mean])).toEqual([
      ["1–10", 2, expect.closeTo((800 / 11 + 80 + 200) / 4, 9)],
      ["11–50", 1, 0],
      ["11+", 1, 0],
    ]);
  });

  test("one file has no spread, and one record no interval", async () => {
    const { summary } = await score(first);
    expect(summary.rougeL.spread).toBeNull();
    expect(summary.buckets[1]!.rougeL).toEqual({ mean: 0, spread: null, low: null, high: null });
  });

  test("the references themselves score 100, with an interval of nothing but that", async () => {
    const { summary } = await score(writeLines(join(scratch, "same.jsonl"), data!.records.map(({ outputs }) => ({ text: outputs[0] }))));
    expect(summary.rougeL).toEqual({ mean: 100, spread: null, low: 100, high: 100 });
    expect(summary.exactMatch.mean).toBe(100);
  });
});

describe("predictions", () => {
  test.each([
    ["a list", '["one", "two"]'],
    ["lines of texts", '"one"\n"two"\n'],
    ["prediction", '{"prediction": "one", "output": "a reference"}\n{"prediction": "two"}'],
    ["output", '[{"output": "one"}, {"output": "two"}]'],
    ["response", '{"response": "one"}\r\n\r\n{"response": "two"}\r\n'],
    ["text", '\uFEFF{"text": "one"}\n{"text": "two", "id": 3}\n'],
  ])("are read from %s", async (name, content) => {
    const file = join(scratch, `form ${name}.jsonl`);
    writeFileSync(file, content);
    expect(await readPredictions(file)).toEqual(["one", "two"]);
  });

  test.each([
    ["too few", '"one"\n"two"\n', "holds 2 predictions, but there are 3 records of "],
    ["too many", '["one", "two", "three", "four"]', "holds 4 predictions, but there are 3 records of "],
    ["none", "", "holds 0 predictions, but there are 3 records of "],
    ["a number", '"one"\n7\n"three"\n', "Line 2 of FILE is no prediction: it is a number."],
    ["a field that is no text", '{"text": "one"}\n{"text": ["two"]}\n', 'Line 2 of FILE is no prediction: its field "text" is a list, not a text.'],
    ["no field", '{"answer": "one"}\n', "Line 1 of FILE is no prediction: it has none of the fields prediction, output, response, text."],
    ["a guess", '{"output": "reference", "response": "one"}\n', 'it has several fields that could be one (output, response), and none is called "prediction".'],
    ["no JSON", '"one"\nhello\n', "Line 2 of FILE is no prediction: it is not valid JSON ("],
    ["a list that is not closed", '["one",\n"two"', "the list is not closed"],
    ["compressed", Buffer.from([0x1f, 0x8b, 8, 0, 0]), "is compressed by gzip"],
  ])("of %s are refused", async (name, content, sentence) => {
    const file = join(scratch, `bad ${name}.jsonl`);
    writeFileSync(file, content);
    const error = await score(file).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "SteadfastError", hint: expect.stringMatching(/\.$/), message: expect.stringContaining(sentence.replace("FILE", file)) });
  });

  test("that are missing are named", async () => {
    await expect(score(join(scratch, "nowhere.jsonl"))).rejects.toThrow(/^There is no file .*nowhere\.jsonl\.$/);
  });
});
