import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { BenchInput } from "./bench-input.ts";
import { type InputTask, inputTaskNames } from "./tasks.ts";

/** The inputs that come with the package, a hundred for each input task. */
export async function readShippedInputs(): Promise<Record<InputTask, BenchInput[]>> {
  const read = await Promise.all(inputTaskNames.map(async (task): Promise<[InputTask, BenchInput[]]> => [task, await readInputs(task)]));
  return Object.fromEntries(read) as Record<InputTask, BenchInput[]>;
}

async function readInputs(task: InputTask): Promise<BenchInput[]> {
  const text = await readFile(join(import.meta.dirname, "..", "..", "..", "data", "dim-bench", "inputs", `${task}.jsonl`), "utf8");
  return text.trimEnd().split("\n").map((line) => {
    const { id, input, answer, options, passage, question, language } = JSON.parse(line) as BenchInput & { readonly language?: string };
    return {
      id,
      input,
      answer,
      ...(options === undefined ? {} : { options }),
      ...(passage === undefined ? {} : { passage }),
      ...(question === undefined ? {} : { question }),
      ...(language === undefined ? {} : { programmingLanguage: language }),
    };
  });
}
