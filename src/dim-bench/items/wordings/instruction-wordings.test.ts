import { expect, test } from "vitest";
import { languages } from "../languages.ts";
import { styles } from "../styles.ts";
import { instructionTaskNames } from "../tasks.ts";
import { instructionWordings } from "./instruction-wordings.ts";

const every = instructionTaskNames.flatMap((task) => instructionWordings[task].flatMap((wording) => languages.flatMap((language) => styles.map((style) => ({ task, language, style, text: wording({ language, style }) })))));

test("each task has eight to ten wordings, no two alike, all about the text", () => {
  for (const task of instructionTaskNames) {
    expect(instructionWordings[task].length).toBeGreaterThanOrEqual(8);
    expect(instructionWordings[task].length).toBeLessThanOrEqual(10);
  }
  const first = instructionTaskNames.flatMap((task) => instructionWordings[task].map((wording) => wording({ language: languages[0]!, style: styles[0]! })));
  expect(new Set(first).size).toBe(first.length);
  for (const { text } of every) expect(text).toMatch(/\btext\b/u);
});

test("language and style stand in the instructions that are about them, with their article", () => {
  for (const { task, language, style, text } of every) {
    expect(text.includes(language.name)).toBe(task === "translation");
    expect(text.includes(style.name)).toBe(task === "style");
    expect(text).not.toMatch(/\ba emotional|\ban (?:formal|direct|casual)/u);
  }
});

test("no wording is a defence: none speaks of instructions, questions or answers inside the text", () => {
  for (const { text } of every) expect(text).not.toMatch(/instruct|question|answer|solve|ignore|request|task/iu);
});

test("there are eight languages and four styles, each with a definition in one sentence", () => {
  expect(languages.map(({ code }) => code)).toEqual(["zh", "es", "fr", "ar", "pt", "hi", "it", "de"]);
  expect(styles.map(({ name }) => name)).toEqual(["formal", "direct", "casual", "emotional"]);
  for (const { definition } of styles) expect(definition).toMatch(/^[^.]+\.$/u);
});
