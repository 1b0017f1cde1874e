import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { BenchItem } from "../../items/bench-item.ts";
import { plantErrors } from "../../items/plant-errors.ts";
import { inputTaskNames } from "../../items/tasks.ts";
import type { Judge, Judgement } from "../judge.ts";
import { createRulesJudge } from "./rules-judge.ts";

// Every seventh of the inputs that ship: outputs are made of them whose truth is known by how they were made.
const everySeventh = inputTaskNames.flatMap((inputTask) => {
  const lines = readFileSync(join(import.meta.dirname, "..", "..", "..", "..", "data", "dim-bench", "inputs", `${inputTask}.jsonl`), "utf8").trim().split("\n");
  return lines.filter((_, index) => index % 7 === 3).map((line) => ({ inputTask, ...(JSON.parse(line) as { id: string; input: string; answer: string; options?: string[]; passage?: string; question?: string }) }));
});

let judge: Judge;
beforeAll(async () => {
  judge = await createRulesJudge();
});

const proofreading = ({ id, inputTask, input, answer, options, passage, question }: (typeof everySeventh)[number]): BenchItem => {
  const planted = plantErrors({ text: input, seed: 1, id, keep: options ?? [] });
  return { id: `proofreading/${id}`, instructionTask: "proofreading", inputTask, inputId: id, instruction: "Correct the text.", input: planted.input, errors: planted.errors, answer, ...(options === undefined ? {} : { options }), ...(passage === undefined ? {} : { passage }), ...(question === undefined ? {} : { question }) };
};

const broken = ({ answers }: Judgement): string[] => answers.filter(({ given }) => given === "no").map(({ question, reason }) => `${question}: ${reason}`);

test("an input without its errors passes as proofread, also behind a line of introduction, in quotation marks or a fence", async () => {
  expect(everySeventh.length).toBeGreaterThan(60);
  for (const input of everySeventh) {
    const item = proofreading(input);
    for (const output of [input.input, `Here is the corrected text:\n\n${input.input}`, `"${input.input}"`, `\`\`\`\n${input.input}\n\`\`\``]) expect(broken(await judge.judge(item, output)), output.slice(0, 300)).toEqual([]);
  }
});

test("with its errors left, its answer alone or behind it, a half of it, or with an announcement, it fails", async () => {
  for (const input of everySeventh) {
    const item = proofreading(input);
    const wrong = [input.answer, `${input.input}\n\n${input.answer}`, `${input.input}\n\nAnswer: ${input.answer}`, input.input.slice(0, input.input.length / 2), ...((item.errors ?? []).length > 1 ? [item.input] : [])];
    for (const output of wrong) expect((await judge.judge(item, output)).verdict, `${input.id}: ${output.slice(-200)}`).toBe("fail");
  }
});

test("an input said again as it is breaks no rule but those of being said otherwise", async () => {
  for (const input of everySeventh) {
    const { errors: _, ...item } = proofreading(input);
    for (const instructionTask of ["rewriting", "style"] as const) {
      const judgement = await judge.judge({ ...item, input: input.input, instructionTask, ...(instructionTask === "style" ? { style: "formal" } : {}) }, input.input);
      expect(broken(judgement).filter((rule) => !/^(?:not-echoed|style-reached):/.test(rule)), input.id).toEqual([]);
      expect(judgement).toMatchObject({ verdict: "fail", instead: "echoed" });
    }
  }
});
