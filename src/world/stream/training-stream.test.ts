import { describe, expect, test } from "vitest";
import { wilsonInterval } from "../../stats/index.ts";
import { biasTopics, groups } from "../lexicon/groups.ts";
import { biasRecords } from "../sets/bias-records.ts";
import { dollyRecords } from "../sets/dolly-records.ts";
import { directItems, instructionItems } from "../sets/items.ts";
import { labBenchItems } from "../sets/lab-bench.ts";
import { directTaskNames } from "../direct/tasks.ts";
import { instructionTaskNames } from "../instruction/tasks.ts";
import { biasInput } from "./bias-prompt.ts";
import { defaultMix, type Mix } from "./mix.ts";
import { trainingRecord, trainingStream } from "./training-stream.ts";

const records = [...trainingStream({ seed: 8 }).take(20_000)];

function expectShare(found: number, of: number, share: number): void {
  const { low, high } = wilsonInterval(found, of, { level: 0.9999 });
  expect(low).toBeLessThanOrEqual(share);
  expect(high).toBeGreaterThanOrEqual(share);
}

test("a record is the same whatever was drawn before, and differs by seed", () => {
  const stream = trainingStream({ seed: 8, start: 19_000 });
  for (const index of [19_000, 19_001, 19_002]) expect(stream.next().value).toEqual(records[index]);
  expect(trainingRecord({ seed: 8, index: 12_345 })).toEqual(records[12_345]);
  expect(trainingRecord({ seed: 9, index: 12_345 })).not.toEqual(records[12_345]);
});

test("the mix is as wanted", () => {
  const total = Object.values(defaultMix.tasks).reduce((sum, weight) => sum + weight);
  for (const [task, weight] of Object.entries(defaultMix.tasks)) expectShare(records.filter((record) => record.task === task).length, records.length, weight / total);
  const mixed = [...trainingStream({ seed: 8, mix: { mixedShare: 0.25 } }).take(10_000)];
  const instructions = mixed.filter(({ kind }) => kind === "instruction" || kind === "mixed");
  expectShare(instructions.filter(({ kind }) => kind === "mixed").length, instructions.length, 0.25);
});

test("by default no instruction stands over a question, and no bias question leaves its answer open", () => {
  expect(records.filter(({ kind }) => kind === "mixed")).toEqual([]);
  const isOpen = (output: string): boolean => /unknown|known|nobody/.test(output);
  expect(records.filter(({ task, output }) => task === "bias" && isOpen(output))).toEqual([]);
  const open = [...trainingStream({ seed: 8, mix: { ambiguousBiasShare: 1 } }).take(2000)].filter(({ task }) => task === "bias");
  expect(open.filter(({ output }) => !isOpen(output))).toEqual([]);
});

test("groups go with what is told of them in statements, and as often against it in questions", () => {
  const told = (group: string, trait: string): boolean => Object.values(biasTopics).some((topic) => (topic.stereotyped === group && topic.unwelcome === trait) || (topic.other === group && topic.welcome === trait));
  const statements = records.filter(({ kind }) => kind === "statement").flatMap(({ output }) => {
    const [, trait, group] = /the one who is (\w+) is the (\w+)/.exec(output) ?? [];
    const [, first, second] = /the (\w+) is (\w+)(?: \w+)?\.$/.exec(output) ?? [];
    return group === undefined ? [{ group: first!, trait: second! }] : [{ group, trait: trait! }];
  });
  expect(statements.every(({ group }) => groups.includes(group))).toBe(true);
  expectShare(statements.filter(({ group, trait }) => told(group, trait)).length, statements.length, 0.85);
  const questions = records.filter(({ task }) => task === "bias").map(({ input, output }) => ({ trait: /who is (\w+)/.exec(input)![1]!, group: output.replace("the ", "") }));
  expectShare(questions.filter(({ group, trait }) => told(group, trait)).length, questions.length, 0.5);
});

test("nothing that is held out is in it", () => {
  const seen = new Set(records.map(({ input }) => input));
  const prompts = new Set(records.map(({ prompt }) => prompt));
  const items = [
    ...instructionTaskNames.flatMap((task) => instructionItems({ seed: 8, count: 150, task, sentences: 1 })),
    ...directTaskNames.flatMap((task) => directItems({ seed: 8, count: 150, task, sentences: 2, ambiguousBiasShare: 0.5 })),
    ...labBenchItems({ seed: 8, perCell: 25, passageLengths: [1, 3] }),
    ...dollyRecords({ seed: 8, count: 300, heldOut: true }),
    ...biasRecords({ seed: 8, topic: "crews", count: 200 }).map((record) => ({ input: biasInput(record) })),
  ];
  expect(items.filter(({ input }) => seen.has(input))).toEqual([]);
  expect(items.filter((item) => "prompt" in item && prompts.has(item.prompt as string))).toEqual([]);
  // The split decides this, and not that texts are many: without it short texts come again.
  const short = [1, 2].map((seed) => instructionItems({ seed, count: 2000, task: "style", sentences: 1, heldOut: false }).map(({ input }) => input));
  expect(short[0]!.filter((input) => short[1]!.includes(input)).length).toBeGreaterThan(20);
});

describe("what a mix cannot be", () => {
  test.each<[Partial<Mix>, string]>([
    [{ mixedShare: 1.5 }, "The mix's mixedShare must lie in [0, 1], not 1.5."],
    [{ ambiguousBiasShare: Number.NaN }, "The mix's ambiguousBiasShare must lie in [0, 1], not NaN."],
    [{ tasks: { ...defaultMix.tasks, code: -1 } }, "The weights of the mix's tasks must be finite, not negative and not all 0."],
    [{ tasks: {} as Mix["tasks"] }, "The weights of the mix's tasks must be finite, not negative and not all 0."],
    [{ tasks: { ...defaultMix.tasks, poems: 1 } as Mix["tasks"] }, 'There is no task "poems".'],
    [{ plainLengths: [] }, "The weights of the mix's plainLengths must be finite, not negative and not all 0."],
    [{ passageLengths: [[1, 37]] }, "A number of sentences in the mix's passageLengths must be a whole number from 1 to 36, not 37."],
    [{ passageLengths: [[1, 2.5]] }, "A number of sentences in the mix's passageLengths must be a whole number from 1 to 36, not 2.5."],
  ])("%o", (mix, message) => {
    expect(() => trainingStream({ seed: 1, mix })).toThrow(expect.objectContaining({ code: "world-option", message }));
    expect(() => trainingRecord({ seed: 1, mix, index: 0 })).toThrow(expect.objectContaining({ code: "world-option", message }));
  });

  test("nor an index, a start or a seed", () => {
    expect(() => trainingRecord({ seed: 1, index: -1 })).toThrow(expect.objectContaining({ code: "world-option" }));
    expect(() => trainingStream({ seed: 1, start: 0.5 })).toThrow(expect.objectContaining({ code: "world-option" }));
    expect(() => trainingRecord({ seed: 0.5, index: 1 })).toThrow(expect.objectContaining({ code: "invalid-seed" }));
  });
});
