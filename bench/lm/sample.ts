// `node sample.ts FOLDER rows tokens`: loads the model, samples `tokens` tokens in each of `rows` sequences; prints JSON.
import { readFileSync } from "node:fs";
import { generate } from "../../src/lm/generation/generate.ts";
import { createInferenceSession } from "../../src/lm/inference/inference-session.ts";
import { loadLanguageModel } from "../../src/lm/model/language-model.ts";

const folder = process.argv[2]!;
const [rows, tokens] = process.argv.slice(3).map(Number) as [number, number];
const loading = performance.now();
const model = await loadLanguageModel(folder);
const loadSeconds = (performance.now() - loading) / 1000;
const session = createInferenceSession(model);
const requests = Array.from({ length: rows }, (_, sequence) => ({ ids: Array.from({ length: 32 }, (_, index) => (index * 7919 + sequence) % 50257), sequence, maximumNewTokens: tokens }));
const creating = performance.now();
await generate(session, requests.map((request) => ({ ...request, maximumNewTokens: 2 })), { rows });
const sessionSeconds = (performance.now() - creating) / 1000;
const seconds: number[] = [];
for (let round = 0; round < 3; round += 1) {
  const started = performance.now();
  let written = 0;
  await generate(session, requests, { rows, onToken: () => void (written += 1) });
  seconds.push((performance.now() - started) / 1000 / (written / rows));
}
const peakMegabytes = process.platform === "linux" ? Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1000 : null;
console.log(JSON.stringify({ secondsAStep: seconds, loadSeconds, sessionSeconds, peakMegabytes }));
