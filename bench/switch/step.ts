// `node step.ts SETTING`: seconds of the parts of a training step by GKD and by SWITCH, and of one on data; prints JSON.
import { readFileSync } from "node:fs";
import { constantSchedule } from "../../src/graph/index.ts";
import { createInferenceSession, createTrainer, fullParameters } from "../../src/lm/index.ts";
import { type DistillationInputs, distillationLoss } from "../../src/switch/losses/distillation-loss.ts";
import { createLoss } from "../../src/switch/losses/losses.ts";
import { MeasuredBlock } from "../../src/switch/rollout/block-size.ts";
import { createGumbelSampler } from "../../src/switch/rollout/gumbel-sampler.ts";
import { sessionTeacher } from "../../src/switch/rollout/model-pair.ts";
import { rollout, type RolloutOptions } from "../../src/switch/rollout/rollout.ts";
import type { TrainedSequence } from "../../src/switch/sources/trained-sequence.ts";
import { createStrategy } from "../../src/switch/strategy/strategies.ts";
import { localTeacher } from "../../src/switch/teachers/local-teacher.ts";
import { distillationInputs } from "../../src/switch/training/distillation-inputs.ts";
import { promptsOf, randomGpt2, type Setting } from "./random-pair.ts";
import { replaySampler } from "./replay-sampler.ts";

const setting = JSON.parse(process.argv[2]!) as Setting;
const { vocabulary, rows, tokens } = setting;
const teacher = createInferenceSession(randomGpt2(setting.teacher, vocabulary, 1));
const trainable = fullParameters(randomGpt2(setting.student, vocabulary, 2));
const trainer = createTrainer<DistillationInputs>({ trainable, loss: distillationLoss({ loss: createLoss("skew-reverse-kl").of, vocabulary }), schedule: constantSchedule(1e-5), weightDecay: 0.01, clip: 1 });
const prompts = promptsOf(setting);
const sampler = replaySampler(createGumbelSampler({ vocabulary, seed: 1, reads: { divergence: true, teacherRank: false } }), setting.trace);
const block = new MeasuredBlock();

/** Seconds of making sequences, of the teacher beside that, and of learning. */
async function step(options: RolloutOptions | undefined): Promise<[number, number, number]> {
  const begun = performance.now();
  const sequences = options === undefined ? data() : await rolledOut(options);
  const made = performance.now();
  const inputs = await distillationInputs(sequences, { rows, pieces: 1, maximumWidth: 1024, teacher: localTeacher(teacher) });
  const asked = performance.now();
  await trainer.step(inputs.microBatches, inputs.tokens);
  return [(made - begun) / 1000, (asked - made) / 1000, (performance.now() - asked) / 1000];
}

function data(): TrainedSequence[] {
  return prompts.map(({ ids, sequence }) => ({ ids: [...ids, ...Array.from({ length: tokens }, (_, index) => (index * 31 + sequence) % vocabulary)], promptLength: ids.length }));
}

async function rolledOut(options: RolloutOptions): Promise<TrainedSequence[]> {
  const student = createInferenceSession(trainable.model((await trainer.readState()).parameters));
  const { sequences } = await rollout({ teacher: sessionTeacher(teacher), student, vocabulary }, prompts, options);
  await student.close();
  return sequences.map((steps, row) => ({
    ids: [...prompts[row]!.ids, ...steps.map(({ token }) => token)],
    promptLength: prompts[row]!.ids.length,
    ...(options.keepLogits === true ? { teacher: steps.map(({ teacherLogits }) => teacherLogits!) } : {}),
  }));
}

const ways = {
  data: undefined,
  gkd: { strategy: createStrategy("student", { maximumTokens: tokens }), observe: false, rows },
  switch: { strategy: createStrategy("exponential", { maximumTokens: tokens }), sampler, rows, block, keepLogits: true },
};
const result: Record<string, unknown> = {};
for (const [name, options] of Object.entries(ways)) {
  const rounds: [number, number, number][] = [];
  for (let round = 0; round < 4; round += 1) rounds.push(await step(options));
  // The first rounds compile, and measure what blocks cost.
  result[name] = rounds.slice(2).reduce((best, each) => (each.reduce((a, b) => a + b) < best.reduce((a, b) => a + b) ? each : best));
}
result.peakMegabytes = process.platform === "linux" ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000 : null;
console.log(JSON.stringify(result));
