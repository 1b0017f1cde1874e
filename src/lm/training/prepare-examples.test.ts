import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Event } from "../../base/index.ts";
import { byteTokenizer } from "../data/testing/byte-tokenizer.ts";
import { hashOfExamples, keepBack, prepareExamples } from "./prepare-examples.ts";
import { sourceOfBatch } from "./source-of-batch.ts";
import { jsonLines, scratchFolder } from "./testing/tiny-folder.ts";

const scratch = scratchFolder();
const options = { tokenizer: byteTokenizer(), template: "plain", strict: false };

function written(name: string, content: string): string {
  writeFileSync(scratch(name), content);
  return scratch(name);
}

test("examples know their file, line and references; a limit counts over all files", async () => {
  const first = written("first.jsonl", jsonLines([["a", "b"], ["c", "d"]]));
  const second = written("second.json", '[{"instruction": "e", "output": ["f", "g"]}, {"instruction": "h", "output": "i"}]');
  const { examples, records } = await prepareExamples([first, second], { ...options, sink: () => {}, limit: 3 });
  expect(records).toBe(3);
  expect(examples.map(({ file, line, outputs }) => [file, line, outputs])).toEqual([[first, 1, ["b"]], [first, 2, ["d"]], [second, 1, ["f", "g"]]]);
  expect(sourceOfBatch({ places: [1, 0, 2].map((example) => ({ example, line: 0, row: 0, start: 0 })) }, examples)).toBe(`lines 1, 2 of ${first} and line 1 of ${second}`);
  const hash = hashOfExamples(examples);
  expect(hashOfExamples([...examples])).toBe(hash);
  expect(hashOfExamples(examples.toReversed())).not.toBe(hash);
  expect(hashOfExamples(examples.map((example) => ({ ...example, promptLength: example.promptLength - 1 })))).not.toBe(hash);
});

test("of many unusable records some are told, and all recorded", async () => {
  const file = written("bad.jsonl", `${jsonLines([["a", "b"]])}${"{}\n".repeat(30)}`);
  const events: Event[] = [];
  await prepareExamples([file], { ...options, sink: (event) => events.push(event) });
  expect(events.filter((event) => event.type === "record").map(({ key }) => key)).toEqual(Array.from({ length: 30 }, (_, index) => `${file}:${index + 2}`));
  expect(events.filter((event) => event.type === "message").map(({ text }) => text).at(-1)).toBe("30 records are left out in all; each stands in the run with its line.");
  expect(events.filter((event) => event.type === "message")).toHaveLength(11);
});

test("a share is kept back by the seed, all others are learnt", () => {
  const all = Array.from({ length: 100 }, (_, index) => index);
  const { training, validation } = keepBack(all, { share: 0.1, most: 500, seed: 1 });
  expect([training.length, validation.length]).toEqual([90, 10]);
  expect([...training, ...validation].sort((a, b) => a - b)).toEqual(all);
  expect(keepBack(all, { share: 0.1, most: 500, seed: 2 }).validation).not.toEqual(validation);
  expect(keepBack(all, { share: 0.5, most: 7, seed: 1 }).validation).toHaveLength(7);
  expect(keepBack(all.slice(0, 9), { share: 0.1, most: 7, seed: 1 }).validation).toEqual([]);
});
