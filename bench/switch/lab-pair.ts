// `node lab-pair.ts TEACHER STUDENT tokens`: how a trained pair rolls out instructions of the micro-world that neither was trained on,
// what it costs beside GKD's sequences, and the trace of what it found; prints JSON.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silent } from "../../src/base/index.ts";
import { endIds, loadLocalModel, prepareExamples } from "../../src/lm/index.ts";
import { dollyRecords, promptOf } from "../../src/world/index.ts";
import { createPair } from "../../src/switch/rollout/model-pair.ts";
import { checkPair } from "../../src/switch/rollout/check-pair.ts";
import { createSampler } from "../../src/switch/rollout/rollout.ts";
import { createStrategy } from "../../src/switch/strategy/strategies.ts";
import { measureWays, type Way } from "./measure-ways.ts";
import type { Trace } from "./random-pair.ts";
import { recordingSampler } from "./replay-sampler.ts";

/** What this program prints. */
export interface LabPair {
  readonly trace: Trace;
  readonly ways: readonly Way[];
}

const responses = 32;
const leastTokens = 48;
const [teacherReference, studentReference] = process.argv.slice(2, 4) as [string, string];
const tokens = Number(process.argv[4]);
const [teacher, student] = [await loadLocalModel(teacherReference), await loadLocalModel(studentReference)];
const vocabulary = checkPair(teacher, student);
const pair = createPair({ teacher: teacher.model, student: student.model, vocabulary });
const folder = mkdtempSync(join(tmpdir(), "steadfast-bench-switch-"));
const data = join(folder, "instructions.jsonl");
writeFileSync(data, dollyRecords({ seed: 4, count: 400, heldOut: true }).map((record) => `${JSON.stringify({ prompt: promptOf(record), output: record.output })}\n`).join(""));
const { examples } = await prepareExamples([data], { tokenizer: student.tokenizer, template: "plain", strict: false, sink: silent });
rmSync(folder, { recursive: true });
// Long responses only: to be replayed as far as 128 tokens, short ones would have to begin again and again.
const prompts = examples.filter(({ responseLength }) => responseLength >= leastTokens).slice(0, responses).map(({ ids, promptLength }, sequence) => ({ ids: [...ids.subarray(0, promptLength)], sequence, maximumTokens: tokens }));
const strategy = createStrategy("exponential", { maximumTokens: tokens });
const { sampler, trace } = recordingSampler(createSampler({ vocabulary, strategy, seed: 1, observe: true }));
const ways = await measureWays({ pair, prompts, rows: 8, sampler, strategy, stopIds: endIds(student) });
console.log(JSON.stringify({ trace: trace(), ways } satisfies LabPair));
