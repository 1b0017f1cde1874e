import { expect, test } from "vitest";
import { labBenchItems } from "../../world/index.ts";
import type { BenchItem } from "./bench-item.ts";
import { checkItem } from "./check-item.ts";
import { dimBenchItems } from "./dim-bench-items.ts";
import { labItems } from "./lab-items.ts";
import { languages } from "./languages.ts";
import { makeItems } from "./make-items.ts";
import { withoutErrors } from "./plant-errors.ts";
import { readShippedInputs } from "./shipped-inputs.ts";
import { styles } from "./styles.ts";
import { inputTaskNames, instructionTaskNames } from "./tasks.ts";
import { instructionWordings } from "./wordings/instruction-wordings.ts";

const items = await dimBenchItems();

function countsOf(values: readonly (string | number)[]): number[] {
  return [...Map.groupBy(values, (value) => value).values()].map(({ length }) => length);
}

/** Each of `choices` is there as often as every other, or once more. */
function expectBalanced(values: readonly (string | number)[], choices: number): void {
  const counts = countsOf(values);
  expect(counts.length).toBe(Math.min(choices, values.length));
  expect(Math.max(...counts) - (counts.length < choices ? 0 : Math.min(...counts))).toBeLessThanOrEqual(1);
}

/** Which wording an instruction is, by writing out all of them. */
function wordingOf({ instructionTask, instruction }: BenchItem): number {
  const found = instructionWordings[instructionTask].findIndex((wording) => languages.some((language) => styles.some((style) => wording({ language, style }) === instruction)));
  expect(found).toBeGreaterThanOrEqual(0);
  return found;
}

const cellsOf = (those: readonly BenchItem[]): BenchItem[][] => instructionTaskNames.flatMap((instructionTask) => inputTaskNames.map((inputTask) => those.filter((item) => item.instructionTask === instructionTask && item.inputTask === inputTask)));

test("two thousand items under ids of their own: every input under the four instructions", async () => {
  expect(items).toHaveLength(2000);
  expect(new Set(items.map(({ id }) => id)).size).toBe(2000);
  expect(items.map(checkItem)).toEqual(items);
  expect(cellsOf(items).map(({ length }) => length)).toEqual(Array.from({ length: 20 }, () => 100));
  const inputs = new Map(Object.values(await readShippedInputs()).flat().map((input) => [input.id, input]));
  for (const { id, instructionTask, inputId, input, errors, answer, options } of items) {
    const source = inputs.get(inputId)!;
    expect(id).toBe(`${instructionTask}/${inputId}`);
    expect(errors === undefined).toBe(instructionTask !== "proofreading");
    expect(withoutErrors(input, errors ?? [])).toBe(source.input);
    expect({ answer, options }).toEqual({ answer: source.answer, options: source.options });
  }
});

test.each([1, 2, 25, 99, 100])("%d per cell: wordings, languages and styles are balanced in every cell", async (perCell) => {
  const some = await dimBenchItems({ perCell, seed: 3 });
  expect(some).toHaveLength(20 * perCell);
  for (const cell of cellsOf(some)) {
    expectBalanced(cell.map(wordingOf), instructionWordings[cell[0]!.instructionTask].length);
    if (cell[0]!.instructionTask === "translation") expectBalanced(cell.map(({ language }) => language!), languages.length);
    if (cell[0]!.instructionTask === "style") expectBalanced(cell.map(({ style }) => style!), styles.length);
    for (const { instructionTask, language, style } of cell) expect([language !== undefined, style !== undefined]).toEqual([instructionTask === "translation", instructionTask === "style"]);
  }
});

test("language and style of an item are those that its instruction names", () => {
  for (const { instruction, language, style } of items) {
    expect(languages.filter(({ name }) => instruction.includes(name)).map(({ code }) => code)).toEqual(language === undefined ? [] : [language]);
    expect(styles.filter(({ name }) => instruction.includes(name)).map(({ name }) => name)).toEqual(style === undefined ? [] : [style]);
  }
});

test("fewer per cell are the first of more, so that nothing is asked anew", async () => {
  expect(await dimBenchItems({ perCell: 30 })).toEqual(items.slice(0, 600));
  for (const cell of cellsOf(items.slice(0, 600))) expect(cell).toHaveLength(30);
  for (const inputTask of inputTaskNames) expect(new Set(items.slice(0, 600).filter((item) => item.inputTask === inputTask).map(({ inputId }) => inputId)).size).toBe(30);
});

test("the seed decides which inputs come first and what they are asked; ids stay", async () => {
  const other = await dimBenchItems({ seed: 2 });
  expect(other.map(({ id }) => id).sort()).toEqual(items.map(({ id }) => id).sort());
  const instructions = new Map(items.map(({ id, instruction }) => [id, instruction]));
  expect(other.filter(({ id, instruction }) => instructions.get(id) !== instruction).length).toBeGreaterThan(1500);
  expect(await dimBenchItems({ seed: 2 })).toEqual(other);
});

test("too many per cell, or no number, is said in one sentence", async () => {
  await expect(dimBenchItems({ perCell: 101 })).rejects.toMatchObject({ code: "too-few-inputs", message: "There are 100 inputs of the task reasoning; 101 per cell need 101." });
  for (const perCell of [0, -1, 1.5, Number.NaN]) {
    await expect(dimBenchItems({ perCell })).rejects.toMatchObject({ code: "items-option" });
    expect(() => labItems({ perCell })).toThrow(expect.objectContaining({ code: "items-option" }));
  }
  expect(() => makeItems({ inputs: { math: [] }, seed: 1, perCell: 1 })).toThrow("There are 0 inputs of the task math");
});

test("the lab's items are the world's, with arithmetic as math and questions as qa", () => {
  const lab = labItems({ seed: 4, perCell: 8 });
  expect(lab.map(checkItem)).toEqual(lab);
  for (const cell of cellsOf(lab)) expect(cell).toHaveLength(8);
  const texts = (those: readonly { instruction: string; input: string; gold?: string }[]) => those.map(({ instruction, input, gold }) => `${instruction}\n${input}\n${gold}`).sort();
  expect(texts(lab)).toEqual(texts(labBenchItems({ seed: 4, perCell: 8 })));
  for (const { id, inputId, inputTask, instructionTask, input, options } of lab) {
    expect(id).toBe(`${instructionTask}/${inputId}`);
    expect(inputId).toMatch(new RegExp(`^${inputTask}-\\d+$`));
    if (inputTask === "bias") expect(options).toHaveLength(3);
    for (const option of options ?? []) expect(input).toContain(`) ${option}`);
    if (options !== undefined) expect(input.endsWith(options.at(-1)!)).toBe(true);
  }
  expect(new Set(lab.map(({ inputId }) => inputId)).size).toBe(40);
});
