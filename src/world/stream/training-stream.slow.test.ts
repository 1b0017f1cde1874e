import { expect, test } from "vitest";
import { directTaskNames } from "../direct/tasks.ts";
import { instructionTaskNames } from "../instruction/tasks.ts";
import { biasTopicNames } from "../lexicon/groups.ts";
import { biasRecords } from "../sets/bias-records.ts";
import { directItems, instructionItems } from "../sets/items.ts";
import { labBenchItems } from "../sets/lab-bench.ts";
import { backTranslate } from "../testing/back-translate.ts";
import { checkStream } from "../testing/check-stream.ts";
import { worldVocabulary } from "../vocabulary.ts";
import { biasInput } from "./bias-prompt.ts";
import { defaultMix } from "./mix.ts";
import { trainingStream } from "./training-stream.ts";

test("every target of the default stream", () => {
  const started = performance.now();
  const { rows, wrong } = checkStream({ seed: 20, count: 300_000 });
  const perSecond = 300_000 / ((performance.now() - started) / 1000);
  console.info(`${worldVocabulary().length} pieces; ${perSecond.toFixed(0)} records/s, drawn, solved and counted`);
  console.table(rows);
  expect(wrong).toEqual([]);
  expect(perSecond).toBeGreaterThan(1000);
});

test("a hundred thousand targets of every task, with all dials up", () => {
  const tasks = Object.fromEntries(Object.keys(defaultMix.tasks).map((task) => [task, task === "statements" ? 0 : 1])) as typeof defaultMix.tasks;
  const { rows, wrong } = checkStream({ seed: 21, count: 930_000, mix: { tasks, mixedShare: 0.5, ambiguousBiasShare: 0.5, unknownShare: 0.3, severalShare: 0.3, quotedShare: 0.3 } });
  console.table(rows);
  expect(wrong).toEqual([]);
  for (const task of instructionTaskNames) expect(rows[`instruction ${task}`]!.records + rows[`mixed ${task}`]!.records).toBeGreaterThan(100_000);
  for (const task of directTaskNames) expect(rows[`direct ${task}`]!.records).toBeGreaterThan(100_000);
});

test("a hundred thousand translations, there and back", () => {
  for (const { task, input, output } of trainingStream({ seed: 22, mix: { tasks: onlyTranslation, mixedShare: 0.5, quotedShare: 0.2 } }).take(100_000)) {
    expect(task).toBe("translation");
    if (backTranslate(output) !== input) expect(backTranslate(output)).toBe(input);
  }
});

test("of twenty thousand held-out items none is among two hundred thousand records", () => {
  const inputs = new Set<string>();
  const prompts = new Set<string>();
  for (const { input, prompt } of trainingStream({ seed: 23, mix: { mixedShare: 0.2, ambiguousBiasShare: 0.2 } }).take(200_000)) {
    inputs.add(input);
    prompts.add(prompt);
  }
  const items = [
    ...instructionTaskNames.flatMap((task) => [1, 2, 4].flatMap((sentences) => instructionItems({ seed: 23, count: 700, task, sentences }))),
    ...directTaskNames.flatMap((task) => directItems({ seed: 23, count: 1200, task, ambiguousBiasShare: 0.5 })),
    ...labBenchItems({ seed: 23, perCell: 150 }),
    ...biasTopicNames.flatMap((topic) => biasRecords({ seed: 23, topic, count: 1000 }).map((record) => ({ input: biasInput(record) }))),
  ];
  expect(items.length).toBeGreaterThan(20_000);
  expect(items.filter((item) => inputs.has(item.input) || ("prompt" in item && prompts.has(item.prompt as string)))).toEqual([]);
});

const onlyTranslation = { ...Object.fromEntries(Object.keys(defaultMix.tasks).map((task) => [task, 0])), translation: 1 } as typeof defaultMix.tasks;
