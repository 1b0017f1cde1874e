import { expect, test } from "vitest";
import { compile } from "../compile.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type TensorValue, tensorValue } from "../value.ts";
import { gumbelNoise, randomBits, randomUniform } from "./random.ts";

const keysOf = (...keys: [number, number][]): TensorValue => tensorValue("uint32", [keys.length, 2], Uint32Array.from(keys.flat()));

/** The same hash on plain numbers. */
function bitsAt([low, high]: [number, number], column: number): number {
  const mix = (x: number): number => {
    x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
    x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
    return (x ^ (x >>> 16)) >>> 0;
  };
  return mix((mix(mix(column + 1)) + mix(low)) ^ mix(high));
}

test("each element is the hash of its key and column, whatever else is in the batch", async () => {
  const bits = compile((keys: Tensor) => randomBits(keys, 37));
  const keys: [number, number][] = [[0, 0], [1, 0], [0, 1], [4_294_967_295, 123_456_789]];
  const { data } = await bits(keysOf(...keys));
  for (const [row, key] of keys.entries()) {
    for (let column = 0; column < 37; column += 1) expect(data[row * 37 + column]).toBe(bitsAt(key, column));
  }
  const alone = await bits(keysOf(keys[3]!));
  expect(alone.data).toEqual(data.slice(3 * 37));
});

test("a key that differs by a column's step does not give the same row shifted", async () => {
  const bits = compile((keys: Tensor) => randomBits(keys, 100));
  const { data } = await bits(keysOf([5, 9], [5 + 0x9e3779b9, 9]));
  const shared = new Set(data.slice(0, 100) as Uint32Array);
  expect((data.slice(100) as Uint32Array).filter((word) => shared.has(word)).length).toBe(0);
});

test("a bit of the key changes about half of the bits of its row, and no two of them together", async () => {
  const columns = 20_000;
  const bits = compile((keys: Tensor) => randomBits(keys, columns));
  for (const word of [0, 1]) {
    for (const bit of [0, 5, 31]) {
      const changed: [number, number] = [77, 1234];
      changed[word] = (changed[word]! ^ (1 << bit)) >>> 0;
      const { data } = await bits(keysOf([77, 1234], changed));
      const flips = Array.from({ length: columns }, (_, column) => Number(data[column]) ^ Number(data[columns + column]));
      // Five standard deviations of a fair coin.
      const tolerance = (5 * Math.sqrt(columns)) / 2;
      for (let output = 0; output < 32; output += 1) {
        const one = flips.filter((flip) => (flip >>> output) & 1).length;
        const next = flips.filter((flip) => ((flip >>> output) ^ (flip >>> ((output + 1) % 32))) & 1).length;
        expect(Math.abs(one - columns / 2), `word ${word}, bit ${bit}, output ${output}`).toBeLessThan(tolerance);
        expect(Math.abs(next - columns / 2), `word ${word}, bit ${bit}, outputs ${output} and next`).toBeLessThan(tolerance);
      }
    }
  }
});

test("uniform numbers are uniform and rows with neighbouring keys are unrelated", async () => {
  const columns = 50_000;
  const uniform = compile((keys: Tensor) => randomUniform(keys, columns));
  const { data } = await uniform(keysOf([7, 9], [8, 9], [7, 10]));
  const rows = [0, 1, 2].map((row) => data.slice(row * columns, (row + 1) * columns) as Float32Array);
  for (const row of rows) {
    expect(Math.min(...row)).toBeGreaterThan(0);
    expect(Math.max(...row)).toBeLessThan(1);
    const bins = new Array<number>(100).fill(0);
    for (const u of row) bins[Math.floor(u * 100)]! += 1;
    const chiSquare = bins.reduce((total, count) => total + (count - columns / 100) ** 2 / (columns / 100), 0);
    // 99 degrees of freedom: 149 is the 0.999 quantile, 61 the 0.001.
    expect(chiSquare).toBeLessThan(149);
    expect(chiSquare).toBeGreaterThan(61);
    expect(Math.abs(correlation(row.slice(1), row.slice(0, -1)))).toBeLessThan(4 / Math.sqrt(columns));
  }
  expect(Math.abs(correlation(rows[0]!, rows[1]!))).toBeLessThan(4 / Math.sqrt(columns));
  expect(Math.abs(correlation(rows[0]!, rows[2]!))).toBeLessThan(4 / Math.sqrt(columns));
});

test("Gumbel noise has its mean and variance, and no infinities", async () => {
  const columns = 200_000;
  const noise = compile((keys: Tensor) => gumbelNoise(keys, columns));
  const values = (await noise(keysOf([3, 4]))).data as Float32Array;
  expect(values.every(Number.isFinite)).toBe(true);
  const average = values.reduce((a, b) => a + b, 0) / columns;
  const variance = values.reduce((a, b) => a + (b - average) ** 2, 0) / columns;
  expect(average).toBeCloseTo(0.577_215_66, 2);
  expect(variance / (Math.PI ** 2 / 6)).toBeCloseTo(1, 1);
});

function correlation(a: Float32Array, b: Float32Array): number {
  const [meanA, meanB] = [a, b].map((values) => values.reduce((x, y) => x + y, 0) / values.length) as [number, number];
  let [ab, aa, bb] = [0, 0, 0];
  for (const [index, value] of a.entries()) {
    ab += (value - meanA) * (b[index]! - meanB);
    aa += (value - meanA) ** 2;
    bb += (b[index]! - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
