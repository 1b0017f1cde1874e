// `node peak-memory.ts plain|checkpointed`: one training step of a 12-layer decoder; prints the process's peak memory in MB, before and after.
import { readFileSync } from "node:fs";
import { checkpoint, compile, crossEntropy, globalNorm, grad, matmul, type Tensor, tensorValue, type ValuesOf } from "../index.ts";
import { type DecoderParameters, decoderHidden, decoderParameters } from "./gpt2-shaped.ts";

const size = { layers: 12, width: 128, heads: 4, vocabulary: 256, positions: 256 };
const checkpointed = process.argv[2] === "checkpointed";

const step = compile((parameters: DecoderParameters<Tensor>, ids: Tensor) => {
  const hidden = decoderHidden(parameters, ids, { ...size, ...(checkpointed ? { block: (run: (x: Tensor) => Tensor, x: Tensor) => checkpoint(run, x) } : {}) });
  const loss = crossEntropy(matmul(hidden, parameters.tokens, { transposeB: true }), ids);
  return globalNorm(grad(loss, parameters));
});

const parameters = decoderParameters(size) as unknown as ValuesOf<DecoderParameters<Tensor>>;
const ids = tensorValue("int32", [16, 256], new Int32Array(16 * 256).map((_, index) => index % 256));
const before = peak();
const { data } = await step(parameters, ids);
console.log(JSON.stringify({ before, after: peak(), value: data[0] }));

function peak(): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1024;
}
