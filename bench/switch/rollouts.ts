// `node rollouts.ts FILE`: seconds and counts of each way of rolling out, one after the other in one process; prints JSON.
import { readFileSync } from "node:fs";
import { noiseKey } from "../../src/lm/index.ts";
import { VocabularyKernel } from "../../src/switch/kernel/vocabulary-kernel.ts";
import { createPair } from "../../src/switch/rollout/model-pair.ts";
import { createSampler } from "../../src/switch/rollout/rollout.ts";
import { createStrategy } from "../../src/switch/strategy/strategies.ts";
import { measureWays, type Way } from "./measure-ways.ts";
import { promptsOf, randomGpt2, type Setting } from "./random-pair.ts";
import { replaySampler } from "./replay-sampler.ts";

/** What this program prints. */
export interface Rollouts {
  readonly ways: readonly Way[];
  /** Of drawing once from each row: noise, and the largest with it. */
  readonly noiseSeconds: number;
  readonly peakMegabytes: number | null;
}

const setting = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Setting;
const { vocabulary, rows, tokens } = setting;
const pair = createPair({ teacher: randomGpt2(setting.teacher, vocabulary, 1), student: randomGpt2(setting.student, vocabulary, 2), vocabulary });
const prompts = promptsOf(setting);
const strategy = createStrategy("exponential", { maximumTokens: tokens });
const sampler = replaySampler(createSampler({ vocabulary, strategy, seed: 1, observe: true }), setting.trace);

function noiseSeconds(): number {
  const kernel = new VocabularyKernel(vocabulary);
  kernel.load("student", Float32Array.from({ length: vocabulary }, (_, id) => Math.sin(id)));
  const drawAll = (step: number): void => {
    for (const { sequence } of prompts.slice(0, rows)) kernel.largestNoisy("student", noiseKey(1, { sequence, step }));
  };
  for (let round = 0; round < 50; round += 1) drawAll(round);
  const begun = performance.now();
  for (let round = 0; round < 50; round += 1) drawAll(round);
  return (performance.now() - begun) / 50_000;
}

const result: Rollouts = {
  ways: await measureWays({ pair, prompts, rows, sampler, strategy }),
  noiseSeconds: noiseSeconds(),
  peakMegabytes: process.platform === "linux" ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000 : null,
};
console.log(JSON.stringify(result));
