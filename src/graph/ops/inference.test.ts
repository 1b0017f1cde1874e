import { describe, expect, test } from "vitest";
import { compile } from "../compile.ts";
import { uniforms } from "../testing/check-gradients.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type TensorValue, tensorValue } from "../value.ts";
import { attention, inferenceAttention } from "./attention.ts";
import { writeCache } from "./cache.ts";
import { full } from "./shape-and-sum.ts";
import { scatterAdd } from "./gather.ts";
import { topK } from "./top-k.ts";
import { argmax } from "./reduce.ts";

const random = uniforms(3);
const randomFloats = (...shape: number[]): TensorValue => tensorValue("float32", shape, Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random() * 2 - 1));

describe("inference", () => {
  test("each row's cache entries are written at its own place", async () => {
    const write = compile(writeCache);
    const [cache, entries] = [randomFloats(3, 2, 7, 4), randomFloats(3, 2, 2, 4)];
    const starts = [0, 5, 2];
    const { data } = await write(cache, entries, tensorValue("int64", [3], BigInt64Array.from(starts.map(BigInt))));
    for (const [index, value] of data.entries()) {
      const [row, head, place, column] = [Math.floor(index / 56), Math.floor(index / 28) % 2, Math.floor(index / 4) % 7, index % 4];
      const entry = place - starts[row]!;
      const expected = entry >= 0 && entry < 2 ? entries.data[((row * 2 + head) * 2 + entry) * 4 + column] : cache.data[index];
      expect(value).toBe(expected);
    }
  });

  test("fused attention over ragged rows, several tokens each, agrees with the differentiable one", async () => {
    const [query, key, value] = [randomFloats(3, 4, 2, 8), randomFloats(3, 4, 9, 8), randomFloats(3, 4, 9, 8)];
    const lengths = [3, 9, 5];
    const mask = tensorValue("bool", [3, 1, 2, 9], Uint8Array.from({ length: 54 }, (_, index) => Number(index % 9 < lengths[Math.floor(index / 18)]! - 1 + (Math.floor(index / 9) % 2))));
    const both = compile((q: Tensor, k: Tensor, v: Tensor, m: Tensor) => [attention(q, k, v, { mask: m }), inferenceAttention(q, k, v, { mask: m })]);
    const [expected, fused] = await both(query, key, value, mask);
    expect(fused!.shape).toEqual(expected!.shape);
    for (const [index, element] of expected!.data.entries()) expect(Number(fused!.data[index])).toBeCloseTo(Number(element), 5);
  });

  test("grouped heads: fewer keys and values than queries", async () => {
    const [query, key, value] = [randomFloats(2, 4, 3, 8), randomFloats(2, 2, 5, 8), randomFloats(2, 2, 5, 8)];
    const repeated = (x: TensorValue): TensorValue => tensorValue("float32", [2, 4, 5, 8], Float32Array.from({ length: 320 }, (_, index) => Number(x.data[Math.floor(index / 160) * 80 + Math.floor((Math.floor(index / 40) % 4) / 2) * 40 + (index % 40)])));
    const fused = await compile((q: Tensor, k: Tensor, v: Tensor) => inferenceAttention(q, k, v))(query, key, value);
    const expected = await compile((q: Tensor, k: Tensor, v: Tensor) => attention(q, k, v))(query, repeated(key), repeated(value));
    for (const [index, element] of expected.data.entries()) expect(Number(fused.data[index])).toBeCloseTo(Number(element), 5);
  });

  test("top-k in descending order, of equals the lower index first; argmax the first of equals", async () => {
    const run = compile((x: Tensor) => ({ ...topK(x, 3), best: argmax(x) }));
    const { values, indices, best } = await run(tensorValue("float32", [2, 5], [1, 3, 3, 2, 0, 5, 5, 5, 5, 5]));
    expect([...values.data]).toEqual([3, 3, 2, 5, 5, 5]);
    expect([...indices.data].map(Number)).toEqual([1, 2, 3, 0, 1, 2]);
    expect([...best.data].map(Number)).toEqual([1, 0]);
  });
});

test("scatter-add of 2000 indices over 50 rows: right, and one result in 100 runs on two threads", async () => {
  const ids = Int32Array.from({ length: 2000 }, () => Math.floor(random() * 50));
  const updates = randomFloats(2000, 64);
  const run = compile((indices: Tensor, rows: Tensor) => scatterAdd(full([50, 64], 0), indices, rows), { threads: 2 });
  const expected = new Float64Array(50 * 64);
  for (const [index, id] of ids.entries()) for (let column = 0; column < 64; column += 1) expected[id * 64 + column]! += Number(updates.data[index * 64 + column]);
  const first = await run(tensorValue("int32", [2000], ids), updates);
  for (const [index, element] of expected.entries()) expect(Math.abs(Number(first.data[index]) - element)).toBeLessThan(1e-4);
  for (let repeat = 1; repeat < 100; repeat += 1) {
    const { data } = await run(tensorValue("int32", [2000], ids), updates);
    expect(Buffer.compare(Buffer.from(data.buffer), Buffer.from(first.data.buffer))).toBe(0);
  }
});
