// `node step.ts layers width heads vocabulary steps`: trains a GPT-2-shaped model on batches of 4 × 256; prints JSON.
import { readFileSync } from "node:fs";
import { benchmarkBatch, benchmarkStep } from "./training-step.ts";

const [layers, width, heads, vocabulary, steps] = process.argv.slice(2).map(Number) as [number, number, number, number, number];
const training = benchmarkStep({ layers, width, heads, vocabulary });
const batch = benchmarkBatch(vocabulary);
const sessionStart = performance.now();
await training.prepare(...batch);
const sessionSeconds = (performance.now() - sessionStart) / 1000;
const seconds: number[] = [];
const losses: number[] = [];
for (let step = 0; step < steps; step += 1) {
  const started = performance.now();
  const { loss } = await training.run(...batch);
  seconds.push((performance.now() - started) / 1000);
  losses.push(Number(loss.data[0]));
}
console.log(JSON.stringify({ seconds, losses, sessionSeconds, peakMegabytes: peakMegabytes() }));

function peakMegabytes(): number | null {
  if (process.platform !== "linux") return null;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000;
}
