import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GenerationRow, JudgementRow, System } from "../../../src/dim-bench/index.ts";
import { biasRecords } from "../../../src/world/index.ts";
import { generations as rows, judgements as verdicts, model } from "./dim-bench.ts";

export { sink } from "./common.ts";
export { items } from "./dim-bench.ts";

export const generations: readonly GenerationRow[] = rows;
export const judgements: readonly JudgementRow[] = verdicts;
export const systems: readonly System[] = [{ model: model.reference, defence: "standard" }];
export const trials = 1;
export const calibration: null = null;
export const train = (_prompt: string, _output: string): void => {};

mkdirSync("bbq");
writeFileSync(join("bbq", "Age.jsonl"), biasRecords({ seed: 1, topic: "peoples", count: 60 }).map((record) => `${JSON.stringify(record)}\n`).join(""));
