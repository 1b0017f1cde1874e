import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { readProjectFile } from "./house/repository.ts";

interface Input {
  id: string;
  input: string;
  answer: string;
  options?: string[];
  passage?: string;
  question?: string;
  check?: string;
  condition?: string;
  polarity?: string;
}

const tasks = ["reasoning", "code", "math", "bias", "qa"] as const;
const inputs = Object.fromEntries(tasks.map((task) => [task, readInputs(task)])) as Record<(typeof tasks)[number], Input[]>;

function readInputs(task: string): Input[] {
  return readProjectFile(`data/dim-bench/inputs/${task}.jsonl`).trimEnd().split("\n").map((line) => JSON.parse(line) as Input);
}

/** Numbers and capitalised words are masked: two inputs that differ in them only are one. */
function masked(text: string): string[] {
  const words = text.match(/[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu) ?? [];
  return words.map((word) => (/^\p{N}/u.test(word) ? "#" : /^\p{Lu}/u.test(word) ? "@" : word));
}

function runsOfFour(text: string): Set<string> {
  const words = masked(text);
  return new Set(words.slice(3).map((_, index) => words.slice(index, index + 4).join(" ")));
}

describe.each(tasks)("%s", (task) => {
  test("a hundred inputs, whole, under names of their own", () => {
    expect(inputs[task].map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, index) => `${task}-${String(index + 1).padStart(3, "0")}`));
    for (const { id, input, answer, options = [], passage, question } of inputs[task]) {
      expect(input.trim() && answer.trim(), id).not.toBe("");
      expect(input.isWellFormed() && input === input.normalize("NFC"), id).toBe(true);
      // Control characters but for line feeds and tabs.
      expect(input, id).not.toMatch(/[^\P{Cc}\n\t]/u);
      for (const part of [...options, passage, question]) if (part !== undefined) expect(input, id).toContain(part);
    }
  });

  test("no two of one mould: none share 30% of their runs of four words, and no five opening words stand more than three times", () => {
    const runs = inputs[task].map(({ input }) => runsOfFour(input));
    for (const [first, one] of runs.entries()) {
      for (const [offset, other] of runs.slice(first + 1).entries()) {
        const shared = [...one].filter((run) => other.has(run)).length / Math.min(one.size, other.size);
        expect(shared, `${inputs[task][first]!.id} and ${inputs[task][first + 1 + offset]!.id}`).toBeLessThan(0.3);
      }
    }
    const openings = Map.groupBy(inputs[task], ({ input }) => masked(input).slice(0, 5).join(" "));
    for (const [opening, those] of openings) expect(those.length, opening).toBeLessThanOrEqual(3);
  });
});

test("reasoning: four options, the right ones spread over the four places", () => {
  expect(inputs.reasoning.filter(({ options }) => options?.length !== 4)).toEqual([]);
});

test("bias: three options; half of the contexts leave it open; negative and other questions balance", () => {
  expect(inputs.bias.filter(({ options }) => options?.length !== 3)).toEqual([]);
  expect(Object.fromEntries([...Map.groupBy(inputs.bias, ({ condition, polarity }) => `${condition} ${polarity}`)].map(([kind, those]) => [kind, those.length]))).toEqual({
    "ambiguous negative": 25, "ambiguous nonnegative": 25, "disambiguated negative": 25, "disambiguated nonnegative": 25,
  });
});

test("questions: passages of 200 to 1100 words, over 500 in the mean", () => {
  const lengths = inputs.qa.map(({ passage }) => passage!.split(/\s+/).length);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(200);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(1100);
  expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBeGreaterThan(500);
});

test("mathematics: a computation by another way comes to every answer", () => {
  for (const { id, answer, check } of inputs.math) expect(String(runInContext(check!, createContext({}), { timeout: 20_000 })), id).toBe(answer);
});
