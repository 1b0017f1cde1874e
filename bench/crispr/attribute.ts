// `node attribute.ts gpt2|t5 prompts rounds`: attribution of all neurons; prints JSON.
import { readFileSync } from "node:fs";
import { attribute } from "../../src/crispr/index.ts";
import { prompts, randomModel, type ShapeName } from "./random-model.ts";

const [name, count, rounds] = [process.argv[2] as ShapeName, Number(process.argv[3]), Number(process.argv[4])];
const model = randomModel(name);
const asked = prompts(count);
const seconds: number[] = [];
// Ten instructions, as many prompts as asked for in all.
const instructions = Array.from({ length: 10 }, (_, instruction) => asked.filter((__, place) => place % 10 === instruction));
for (let round = 0; round <= rounds; round += 1) {
  const started = performance.now();
  await attribute(model, instructions);
  // The first round also traces and compiles; it is kept apart.
  seconds.push((performance.now() - started) / 1000);
}
const peakMegabytes = process.platform === "linux" ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000 : null;
console.log(JSON.stringify({ first: seconds[0], seconds: seconds.slice(1), prompts: count, tokens: asked.reduce((sum, { ids }) => sum + ids.length, 0), peakMegabytes }));
