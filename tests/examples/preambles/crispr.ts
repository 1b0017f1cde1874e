import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ChoiceRecord, type Edit, openRepair, readChoiceFile } from "../../../src/crispr/index.ts";
import { type LanguageModel, loadLanguageModel } from "../../../src/lm/index.ts";
import { biasRecords } from "../../../src/world/index.ts";

export { signal, sink } from "./common.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const bias = `${biasRecords({ seed: 1, topic: "peoples", count: 60 }).map((record) => JSON.stringify(record)).join("\n")}\n`;
for (const folder of ["bbq", "repair", "age", "religion"]) mkdirSync(folder, { recursive: true });
writeFileSync("bbq/Age.jsonl", bias);
writeFileSync("ids.json", JSON.stringify({ instructions: [[{ ids: [5, 6], labels: [[7], [8]], gold: 0 }]] }));
cpSync(join(root, "models/student"), "my-model", { recursive: true });

export const model: LanguageModel = await loadLanguageModel("my-model");
export const records: readonly ChoiceRecord[] = (await readChoiceFile("bbq/Age.jsonl", { limit: 3 })).records;

// An edit of two neurons, and the model that it is applied to.
const repair = await openRepair({ reference: "./my-model" });
await repair.run({ data: "bbq/Age.jsonl", neurons: 2, samples: 2, testLimit: 4, baselines: false });
const edit: Edit = await repair.edit();
for (const path of ["edit.json", "repair/edit.json", "age/edit.json", "religion/edit.json"]) writeFileSync(path, JSON.stringify(edit));
await repair.save("edited");
await repair.close();
