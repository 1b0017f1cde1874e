// `node train.ts FOLDER steps`: trains all parameters of the model on batches of 4 × 256; prints JSON.
import { readFileSync } from "node:fs";
import { adamW, type AdamWState, adamWState, compileStep, crossEntropy, grad, type Tensor, type TensorValue, tensorValue } from "../../src/graph/index.ts";
import { loadLanguageModel } from "../../src/lm/model/language-model.ts";
import { decoderLogits } from "../../src/lm/model/sequence-model.ts";

type Parameters = Record<string, Tensor>;

const { architecture, parameters } = await loadLanguageModel(process.argv[2]!);
const steps = Number(process.argv[3]);
const training = compileStep(
  (state: AdamWState<Parameters>, ids: Tensor, labels: Tensor) => {
    const loss = crossEntropy(decoderLogits({ architecture, parameter: (name) => state.parameters[name]! }, { ids }), labels);
    return { state: adamW(state, grad(loss, state.parameters), { learningRate: 1e-4, weightDecay: 0.01, clipNorm: 1 }).state, outputs: { loss } };
  },
  adamWState<Parameters>(Object.fromEntries(parameters)),
);
const batch = (offset: number): TensorValue => tensorValue("int32", [4, 256], Int32Array.from({ length: 1024 }, (_, index) => ((index + offset) * 7919) % architecture.vocabulary));
await training.prepare(batch(0), batch(1));
const seconds: number[] = [];
for (let step = 0; step < steps; step += 1) {
  const started = performance.now();
  await training.run(batch(0), batch(1));
  seconds.push((performance.now() - started) / 1000);
}
const peakMegabytes = process.platform === "linux" ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000 : null;
console.log(JSON.stringify({ seconds, peakMegabytes }));
