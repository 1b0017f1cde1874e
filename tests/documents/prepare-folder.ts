import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeDemoData } from "../../src/lab/index.ts";
import { biasRecords, dollyRecords } from "../../src/world/index.ts";
import { root } from "../house/repository.ts";

const lines = (records: readonly object[]): string => `${records.map((record) => JSON.stringify(record)).join("\n")}\n`;

/** Puts everything into a folder that the commands of documents name: models, bias data, instruction data, predictions. */
export async function prepareFolder(cwd: string): Promise<void> {
  for (const folder of ["bbq", "dolly", "vicuna"]) mkdirSync(join(cwd, folder));
  for (const name of ["my-model", "student"]) cpSync(join(root, "models", "student"), join(cwd, name), { recursive: true });
  cpSync(join(root, "models", "teacher"), join(cwd, "teacher"), { recursive: true });
  for (const path of ["bbq/Age.jsonl", "bbq/Religion.jsonl"]) writeFileSync(join(cwd, path), lines(biasRecords({ seed: 1, topic: "peoples", count: 100 })));
  const instructions = lines(dollyRecords({ seed: 1, count: 4 }).map(({ instruction, input, output }) => ({ instruction, input, output })));
  for (const path of ["dolly.jsonl", "dolly/valid.jsonl", "vicuna/valid.jsonl", "mine.jsonl", "held-out.jsonl"]) writeFileSync(join(cwd, path), instructions);
  for (const path of ["answers-1.jsonl", "answers-2.jsonl"]) writeFileSync(join(cwd, path), lines(new Array<string>(4).fill("ada is in selo.").map((prediction) => ({ prediction }))));
  writeFileSync(join(cwd, "quoted.txt"), "{instruction} The text stands between the lines.\n---\n{input}\n---\n");
  // What `steadfast demo` leaves behind, smaller.
  await writeDemoData({ folder: join(cwd, ".steadfast", "demo", "data"), seed: 0, questions: 120, instructions: 120 });
}
