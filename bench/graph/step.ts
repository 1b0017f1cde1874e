// `node step.ts layers width heads vocabulary steps`: trains a GPT-2-shaped model on batches of 4 × 256; prints JSON.
import { readFileSync } from "node:fs";
import { adamW, type AdamWState, adamWState, compileStep, grad, linearCrossEntropy, type Tensor, tensorValue, type ValuesOf } from "../../src/graph/index.ts";
import { type DecoderParameters, decoderHidden, decoderParameters } from "../../src/graph/testing/gpt2-shaped.ts";

const [layers, width, heads, vocabulary, steps] = process.argv.slice(2).map(Number) as [number, number, number, number, number];
const size = { layers, width, heads, vocabulary, positions: 256 };
const training = compileStep(
  (state: AdamWState<DecoderParameters<Tensor>>, ids: Tensor, labels: Tensor) => {
    const hidden = decoderHidden(state.parameters, ids, size);
    const loss = linearCrossEntropy(hidden, state.parameters.tokens, labels);
    const { state: next } = adamW(state, grad(loss, state.parameters), { learningRate: 1e-4, weightDecay: 0.01, clipNorm: 1 });
    return { state: next, outputs: { loss } };
  },
  adamWState<DecoderParameters<Tensor>>(decoderParameters(size) as unknown as ValuesOf<DecoderParameters<Tensor>>),
);
const ids = Int32Array.from({ length: 1024 }, (_, index) => (index * 7919) % vocabulary);
const labels = Int32Array.from({ length: 1024 }, (_, index) => ((index + 1) * 7919) % vocabulary);
const batch = [tensorValue("int32", [4, 256], ids), tensorValue("int32", [4, 256], labels)] as const;
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
