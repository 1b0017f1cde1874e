// `node rollouts.ts FILE`: seconds and counts of each way of rolling out, one after the other in one process; prints JSON.
import { readFileSync } from "node:fs";
import { compile, gumbelNoise, type Tensor, tensorValue } from "../../src/graph/index.ts";
import { noiseKey } from "../../src/lm/index.ts";
import { createPair } from "../../src/switch/rollout/model-pair.ts";
import { createSampler } from "../../src/switch/rollout/rollout.ts";
import { createStrategy } from "../../src/switch/strategy/strategies.ts";
import { measureWays, type Way } from "./measure-ways.ts";
import { promptsOf, randomGpt2, type Setting } from "./random-pair.ts";
import { replaySampler } from "./replay-sampler.ts";

/** What this program prints. */
export interface Rollouts {
  readonly ways: readonly Way[];
  /** Of the noise of one step of all rows. */
  readonly noiseSeconds: number;
  readonly peakMegabytes: number | null;
}

const setting = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as Setting;
const { vocabulary, rows, tokens } = setting;
const pair = createPair({ teacher: randomGpt2(setting.teacher, vocabulary, 1), student: randomGpt2(setting.student, vocabulary, 2), vocabulary });
const prompts = promptsOf(setting);
const strategy = createStrategy("exponential", { maximumTokens: tokens });
const sampler = replaySampler(createSampler({ vocabulary, strategy, seed: 1, observe: true }), setting.trace);

async function noiseSeconds(): Promise<number> {
  const noise = compile((keys: Tensor) => gumbelNoise(keys, vocabulary), { inputs: [{ dtype: "uint32", shape: ["rows", 2] }] });
  const keys = tensorValue("uint32", [rows, 2], prompts.slice(0, rows).flatMap(({ sequence }) => noiseKey(1, { sequence, step: 0 })));
  await noise(keys);
  const begun = performance.now();
  for (let round = 0; round < 20; round += 1) await noise(keys);
  return (performance.now() - begun) / 20_000;
}

const result: Rollouts = {
  ways: await measureWays({ pair, prompts, rows, sampler, strategy }),
  noiseSeconds: await noiseSeconds(),
  peakMegabytes: process.platform === "linux" ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000 : null,
};
console.log(JSON.stringify(result));
