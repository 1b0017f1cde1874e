// `node ceiling.ts`: the machine's matrix-product speed through ONNX Runtime, GFLOP/s by shape; prints JSON.
import { compile, matmul, slice, type Tensor, tensorValue } from "../../src/graph/index.ts";

const shapes: { name: string; m: number; k: number; n: number }[] = [
  { name: "1024 × 1024 × 1024", m: 1024, k: 1024, n: 1024 },
  { name: "1024 × 768 × 3072 (feed-forward)", m: 1024, k: 768, n: 3072 },
  { name: "1024 × 3072 × 768 (feed-forward)", m: 1024, k: 3072, n: 768 },
  { name: "1024 × 768 × 50257 (head)", m: 1024, k: 768, n: 50257 },
];

const results: Record<string, number> = {};
for (const { name, m, k, n } of shapes) {
  // One row leaves the graph, so that copying the result out is not measured.
  const product = compile((a: Tensor, b: Tensor) => slice(matmul(a, b), 0, 0, 1));
  const filled = (rows: number, columns: number): ReturnType<typeof tensorValue> => tensorValue("float32", [rows, columns], new Float32Array(rows * columns).map((_, index) => ((index * 7919) % 997) / 997));
  const [a, b] = [filled(m, k), filled(k, n)];
  let best = Number.POSITIVE_INFINITY;
  for (let repeat = 0; repeat < 8; repeat += 1) {
    const started = performance.now();
    await product(a, b);
    best = Math.min(best, (performance.now() - started) / 1000);
  }
  results[name] = (2 * m * k * n) / best / 1e9;
}
console.log(JSON.stringify(results));
