// `node record-trace.ts TEACHER STUDENT DATA tokens`: who wrote what when a trained pair rolled out, and how long that takes; prints JSON.
import { createPair } from "../../src/switch/rollout/model-pair.ts";
import { checkPair } from "../../src/switch/rollout/check-pair.ts";
import { rollout } from "../../src/switch/rollout/rollout.ts";
import { createStrategy } from "../../src/switch/strategy/strategies.ts";
import { endIds, loadLocalModel, prepareExamples } from "../../src/lm/index.ts";
import { silent } from "../../src/base/index.ts";

const [teacherReference, studentReference, data] = process.argv.slice(2, 5) as [string, string, string];
const tokens = Number(process.argv[5]);
const [teacher, student] = [await loadLocalModel(teacherReference), await loadLocalModel(studentReference)];
const pair = createPair({ teacher: teacher.model, student: student.model, vocabulary: checkPair(teacher, student) });
const template = student.tokenizer.chatTemplate === undefined ? "alpaca" : "chat";
const { examples } = await prepareExamples([data], { tokenizer: student.tokenizer, template, strict: false, sink: silent, limit: 32 });
const context = Math.min(teacher.model.architecture.context ?? 1024, student.model.architecture.context ?? 1024);
const prompts = examples.filter(({ promptLength }) => promptLength + tokens <= context).map(({ ids, promptLength }, sequence) => ({ ids: [...ids.subarray(0, promptLength)], sequence, maximumTokens: tokens }));
const strategy = createStrategy("exponential", { maximumTokens: tokens });
const timed: Record<string, number> = {};
let trace: string[] = [];
for (const [name, block] of [["stepwise", 1], ["blocks", undefined]] as const) {
  await rollout(pair, prompts.slice(0, 8), { strategy, stopIds: endIds(student), ...(block === undefined ? {} : { block }) });
  const begun = performance.now();
  const { sequences } = await rollout(pair, prompts, { strategy, stopIds: endIds(student), ...(block === undefined ? {} : { block }) });
  timed[name] = (performance.now() - begun) / 1000;
  trace = sequences.map((steps) => steps.map(({ who, agreed }) => (who === "student" ? "s" : agreed ? "a" : "o")).join(""));
}
console.log(JSON.stringify({ trace, ...timed }));
