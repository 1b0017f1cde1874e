import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { silent } from "../../src/base/index.ts";
import { createInferenceSession, generateTexts, loadLocalModel, type LocalModel, prepareExamples, type SourcedExample } from "../../src/lm/index.ts";
import { rouge } from "../../src/text/index.ts";
import { dollyRecords, promptOf } from "../../src/world/index.ts";
import type { Plan } from "./plan.ts";
import { rounded, type Tested } from "./rows.ts";

/** Draws of the micro-world's instructions; those of held-out texts share none with any other draw. */
export const draws = { training: (seed: number): number => 5000 + seed, validation: 6001, test: 6002, misguidance: (seed: number): number => 7000 + seed };

/** Writes instructions with their prompts, as the models were trained on them. */
export function writeInstructions(folder: string, name: string, options: { readonly seed: number; readonly count: number; readonly heldOut: boolean }): string {
  const path = join(folder, name);
  writeFileSync(path, dollyRecords(options).map((record) => `${JSON.stringify({ prompt: promptOf(record), output: record.output })}\n`).join(""));
  return path;
}

/** Instructions as a model's ids. */
export async function readInstructions(path: string, { tokenizer }: LocalModel): Promise<readonly SourcedExample[]> {
  const { examples } = await prepareExamples([path], { tokenizer, template: "plain", prefer: "prompt", strict: true, sink: silent });
  return examples;
}

/** ROUGE-L of sampled responses to the test's records. */
export async function testModel(reference: string, folder: string, { records, samplingSeeds, responseTokens }: Plan): Promise<Tested> {
  const local = await loadLocalModel(reference);
  const test = await readInstructions(writeInstructions(folder, "test.jsonl", { seed: draws.test, count: records.test, heldOut: true }), local);
  const session = createInferenceSession(local.model, { vocabulary: local.tokenizer.size });
  try {
    const sums = test.map(() => 0);
    for (const seed of samplingSeeds) {
      const responses = await generateTexts(local, session, test.map(({ ids, promptLength }) => ({ ids: [...ids.subarray(0, promptLength)] })), { sampling: { temperature: 1, seed }, rows: 32, maximumNewTokens: responseTokens });
      for (const [index, { text }] of responses.entries()) sums[index]! += rouge(text.trim(), test[index]!.outputs).rougeL.f;
    }
    return { rougeL: sums.map((sum) => rounded(sum / samplingSeeds.length)), references: test.map(({ responseLength }) => responseLength) };
  } finally {
    await session.close();
  }
}
