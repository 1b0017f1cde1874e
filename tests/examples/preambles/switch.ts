import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LanguageModel, loadLocalModel, type LocalModel } from "../../../src/lm/index.ts";
import { createPair, createStrategy, type ModelPair, type RolloutStrategy, sharedVocabulary } from "../../../src/switch/index.ts";
import { dollyRecords } from "../../../src/world/index.ts";

export { signal, sink } from "./common.ts";

const root = join(import.meta.dirname, "..", "..", "..");
for (const name of ["teacher", "student"]) cpSync(join(root, "models", name), name, { recursive: true });
for (const path of ["data.jsonl", "dolly.jsonl"]) writeFileSync(path, `${dollyRecords({ seed: 1, count: 12 }).map(({ instruction, input, output }) => JSON.stringify({ instruction, input, output })).join("\n")}\n`);

export const teacher: LocalModel = await loadLocalModel("./teacher");
export const student: LocalModel = await loadLocalModel("./student");
export const models: { readonly teacher: LanguageModel; readonly student: LanguageModel } = { teacher: teacher.model, student: student.model };
export const vocabulary: number = sharedVocabulary(teacher.model, student.model, student.tokenizer.size);
export const pair: ModelPair = createPair({ teacher: teacher.model, student: student.model, vocabulary });
export const strategy: RolloutStrategy = createStrategy("exponential", { tau0: 1, lambda: 0.1, maximumTokens: 64 });
