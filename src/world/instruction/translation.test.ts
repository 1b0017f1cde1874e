import { expect, test } from "vitest";
import { mirrorDictionary, sharedWords, translatedWords } from "../lexicon/mirror.ts";
import { instructionItems } from "../sets/items.ts";
import { labBenchItems } from "../sets/lab-bench.ts";
import { backTranslate } from "../testing/back-translate.ts";

test("every word has a word of its own in the mirror language, which no other language has", () => {
  expect(new Set(translatedWords).size).toBe(translatedWords.length);
  expect(new Set(mirrorDictionary.values()).size).toBe(translatedWords.length);
  const plainWords = new Set([...translatedWords, ...sharedWords]);
  expect(plainWords.size).toBe(translatedWords.length + sharedWords.length);
  expect([...mirrorDictionary.values()].filter((word) => plainWords.has(word))).toEqual([]);
});

test("a translation can be translated back: it loses nothing", () => {
  const statements = instructionItems({ seed: 1, count: 1500, task: "translation", sentences: 3 }).map(({ input, output }) => ({ input, output }));
  const questions = labBenchItems({ seed: 1, perCell: 100 }).flatMap(({ instructionTask, input, gold }) => (instructionTask === "translation" ? [{ input, output: gold }] : []));
  expect(questions).toHaveLength(500);
  for (const { input, output } of [...statements, ...questions]) expect(backTranslate(output)).toBe(input);
});
