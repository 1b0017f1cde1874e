// `node step.ts FILE data|gkd|switch`: seconds of the parts of a training step on data, by GKD or by SWITCH; prints JSON.
import { readFileSync } from "node:fs";
import { constantSchedule } from "../../src/graph/index.ts";
import { createInferenceSession, createTrainer, fullParameters } from "../../src/lm/index.ts";
import { type DistillationInputs, distillationLoss } from "../../src/switch/losses/distillation-loss.ts";
import { createLoss } from "../../src/switch/losses/losses.ts";
import { MeasuredBlock } from "../../src/switch/rollout/block-size.ts";
import { sessionTeacher } from "../../src/switch/rollout/model-pair.ts";
import { createSampler, rollout, type RolloutOptions } from "../../src/switch/rollout/rollout.ts";
import type { TrainedSequence } from "../../src/switch/sources/trained-sequence.ts";
import { createStrategy } from "../../src/switch/strategy/strategies.ts";
import { localTeacher } from "../../src/switch/teachers/local-teacher.ts";
import { distillationInputs } from "../../src/switch/training/distillation-inputs.ts";
import { blockOfStep } from "./measure-ways.ts";
import { promptsOf, randomGpt2, type Setting } from "./random-pair.ts";
import { replaySampler } from "./replay-sampler.ts";

/** What this program prints. */
export interface Steps {
  /** Seconds of making sequences, of the teacher beside that, and of learning. */
  readonly making: number;
  readonly teacher: number;
  readonly learning: number;
  readonly peakMegabytes: number | null;
}

const setting = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Setting;
const { vocabulary, rows, tokens } = setting;
const teacher = createInferenceSession(randomGpt2(setting.teacher, vocabulary, 1));
const trainable = fullParameters(randomGpt2(setting.student, vocabulary, 2));
const trainer = createTrainer<DistillationInputs>({ trainable, loss: distillationLoss({ loss: createLoss("skew-reverse-kl").of, vocabulary }), schedule: constantSchedule(1e-5), weightDecay: 0.01, clip: 1 });
const prompts = promptsOf(setting);
const sampler = replaySampler(createSampler({ vocabulary, strategy: createStrategy("exponential", { maximumTokens: tokens }), seed: 1, observe: true }), setting.trace);
const measured = new MeasuredBlock();

async function step(options: RolloutOptions | undefined): Promise<Omit<Steps, "peakMegabytes">> {
  const begun = performance.now();
  const sequences = options === undefined ? data() : await rolledOut(options);
  const made = performance.now();
  const inputs = await distillationInputs(sequences, { rows, pieces: 1, maximumWidth: 1024, teacher: localTeacher(teacher) });
  const asked = performance.now();
  await trainer.step(inputs.microBatches, inputs.tokens);
  return { making: (made - begun) / 1000, teacher: (asked - made) / 1000, learning: (performance.now() - asked) / 1000 };
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
  switch: { strategy: createStrategy("exponential", { maximumTokens: tokens }), sampler, rows, keepLogits: true, get block() { return blockOfStep(measured); } },
};
const rounds: Omit<Steps, "peakMegabytes">[] = [];
for (let round = 0; round < 7; round += 1) rounds.push(await step(ways[process.argv[3] as keyof typeof ways]));
const seconds = ({ making, teacher, learning }: Omit<Steps, "peakMegabytes">): number => making + teacher + learning;
// The first rounds compile, and measure what blocks cost.
const best = rounds.slice(2).reduce((one, other) => (seconds(other) < seconds(one) ? other : one));
console.log(JSON.stringify({ ...best, peakMegabytes: process.platform === "linux" ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000 : null } satisfies Steps));
