// `node rollouts.ts SETTING`: seconds and counts of each way of rolling out, one after the other in one process; prints JSON.
import { readFileSync } from "node:fs";
import { compile, gumbelNoise, type Tensor, tensorValue } from "../../src/graph/index.ts";
import { noiseKey } from "../../src/lm/index.ts";
import { createGumbelSampler } from "../../src/switch/rollout/gumbel-sampler.ts";
import { createPair } from "../../src/switch/rollout/model-pair.ts";
import { rollout, type RolloutOptions } from "../../src/switch/rollout/rollout.ts";
import { createStrategy } from "../../src/switch/strategy/strategies.ts";
import { localTeacher } from "../../src/switch/teachers/local-teacher.ts";
import { promptsOf, randomGpt2, type Setting } from "./random-pair.ts";
import { replaySampler } from "./replay-sampler.ts";

const setting = JSON.parse(process.argv[2]!) as Setting;
const { vocabulary, rows, tokens } = setting;
const pair = createPair({ teacher: randomGpt2(setting.teacher, vocabulary, 1), student: randomGpt2(setting.student, vocabulary, 2), vocabulary });
const prompts = promptsOf(setting);
const sampler = replaySampler(createGumbelSampler({ vocabulary, seed: 1, reads: { divergence: true, teacherRank: false } }), setting.trace);
const switching = { strategy: createStrategy("exponential", { maximumTokens: tokens }), sampler, rows };
const alone = { strategy: createStrategy("student", { maximumTokens: tokens }), observe: false, rows };

async function measured(options: RolloutOptions, scoring: boolean): Promise<object> {
  const seconds: number[] = [];
  let counts = {};
  for (let round = 0; round < 3; round += 1) {
    const begun = performance.now();
    const made = await rollout(pair, prompts, options);
    if (scoring) await localTeacher(pair.teacher.session!).targets(rows * tokens, made.sequences.map((steps, row) => ({ place: row * tokens, sequence: { ids: [...prompts[row]!.ids, ...steps.map(({ token }) => token)], promptLength: prompts[row]!.ids.length } })));
    // The first round compiles.
    if (round > 0) seconds.push((performance.now() - begun) / 1000);
    ({ counts } = made);
  }
  return { seconds: Math.min(...seconds), ...counts };
}

async function noiseSeconds(): Promise<number> {
  const noise = compile((keys: Tensor) => gumbelNoise(keys, vocabulary), { inputs: [{ dtype: "uint32", shape: ["rows", 2] }] });
  const keys = tensorValue("uint32", [rows, 2], prompts.flatMap(({ sequence }) => noiseKey(1, { sequence, step: 0 })));
  await noise(keys);
  const begun = performance.now();
  for (let round = 0; round < 20; round += 1) await noise(keys);
  return (performance.now() - begun) / 20_000;
}

const result = {
  plain: await measured(alone, false),
  gkd: await measured(alone, true),
  stepwise: await measured({ ...switching, block: 1 }, false),
  blocks: await measured({ ...switching, keepLogits: true }, false),
  noiseSeconds: await noiseSeconds(),
  peakMegabytes: process.platform === "linux" ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000 : null,
};
console.log(JSON.stringify(result));
