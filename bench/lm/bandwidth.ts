// What the memory gives: a row times eight matrices, 535 MB that must be read once. Prints JSON, bytes a second.
import { compile, constant, matmul, type Tensor, tensorValue } from "../../src/graph/index.ts";

const [rows, columns, pieces] = [768, 21_760, 8];
const weights = Array.from({ length: pieces }, (_, piece) => constant(Float32Array.from({ length: rows * columns }, (_, index) => ((index * 31 + piece) % 97) / 97), [rows, columns]));
const run = compile((x: Tensor) => weights.map((weight) => matmul(x, weight)));
const x = tensorValue("float32", [1, rows], new Float32Array(rows).fill(0.5));
await run(x);
let best = Number.POSITIVE_INFINITY;
for (let round = 0; round < 20; round += 1) {
  const started = performance.now();
  await run(x);
  best = Math.min(best, performance.now() - started);
}
console.log(JSON.stringify({ bytesASecond: (rows * columns * pieces * 4) / (best / 1000) }));
