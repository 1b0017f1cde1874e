import { describe, expect, test } from "vitest";
import * as graph from "../index.ts";
import { type Tensor, type TensorValue, tensorValue } from "../index.ts";
import { type DataType, dataTypes } from "../tensor/data-type.ts";
import { uniforms } from "../testing/check-gradients.ts";

describe("whole numbers are exact to the last bit, at the ends of their types too", () => {
  const pools: Record<"int32" | "uint32" | "int64", bigint[]> = {
    int32: [0n, 1n, -1n, 7n, 2n ** 24n + 1n, 2n ** 31n - 1n, -(2n ** 31n), -(2n ** 31n) + 1n, -77n],
    uint32: [0n, 1n, 7n, 2n ** 24n + 1n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n - 2n],
    int64: [0n, 1n, -1n, 7n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 1n, -(2n ** 31n), -(2n ** 32n), 2n ** 33n - 2n ** 31n - 5n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)],
  };
  const most = (row: bigint[]): bigint => row.reduce((a, b) => (a > b ? a : b));
  const least = (row: bigint[]): bigint => row.reduce((a, b) => (a < b ? a : b));
  const signOf = (a: bigint): bigint => (a > 0n ? 1n : a < 0n ? -1n : 0n);

  for (const dtype of ["int32", "uint32", "int64"] as const) {
    test(dtype, async () => {
      const wrap = (a: bigint): bigint => (dtype === "uint32" ? BigInt.asUintN(32, a) : BigInt.asIntN(dtype === "int32" ? 32 : 64, a));
      const inputs = ["x", "y", "divisor"].map(() => ({ dtype, shape: ["rows", "columns"] }));
      const run = graph.compile(
        (x: Tensor, y: Tensor, divisor: Tensor) => ({
          add: graph.add(x, y), subtract: graph.subtract(x, y), multiply: graph.multiply(x, y), divide: graph.divide(x, divisor), absolute: graph.absolute(x), sign: graph.sign(x),
          maximum: graph.maximum(x, y), minimum: graph.minimum(x, y), clamp: graph.clamp(x, 1, 7), where: graph.where(graph.greater(x, y), x, y),
          greater: graph.greater(x, y), greaterOrEqual: graph.greaterOrEqual(x, y), less: graph.less(x, y), lessOrEqual: graph.lessOrEqual(x, y), equal: graph.equal(x, y),
          max: graph.max(x), maxOfRows: graph.max(x, { axes: [1] }), maxOfColumns: graph.max(x, { axes: [0], keepDimensions: true }), min: graph.min(x), minOfRows: graph.min(x, { axes: [-1] }), minOfColumns: graph.min(x, { axes: [0] }),
          sum: graph.sum(x), sumOfRows: graph.sum(x, { axes: [1], keepDimensions: true }), sumOfColumns: graph.sum(x, { axes: [0] }), argmax: graph.argmax(x), top: graph.topK(x, 1).values,
        }),
        { inputs, threads: 1 },
      );
      const random = uniforms(5);
      for (let trial = 0; trial < 150; trial += 1) {
        const [rows, columns] = [1 + Math.floor(random() * 5), 1 + Math.floor(random() * 9)];
        const drawn = (allowed: bigint[]): bigint[] => Array.from({ length: rows * columns }, () => allowed[Math.floor(random() * allowed.length)]!);
        const [x, y, divisor] = [drawn(pools[dtype]), drawn(pools[dtype]), drawn(pools[dtype].filter((a) => a !== 0n))] as [bigint[], bigint[], bigint[]];
        const value = (elements: bigint[]): TensorValue => ({ dtype, shape: [rows, columns], data: dtype === "int64" ? BigInt64Array.from(elements) : (dtype === "int32" ? Int32Array : Uint32Array).from(elements.map(Number)) });
        const found = await run(value(x), value(y), value(divisor));
        const byRow = Array.from({ length: rows }, (_, row) => x.slice(row * columns, (row + 1) * columns));
        const byColumn = Array.from({ length: columns }, (_, column) => byRow.map((row) => row[column]!));
        const together = (f: (a: bigint, b: bigint) => bigint | boolean, other = y): bigint[] => x.map((a, index) => BigInt(f(a, other[index]!)));
        const added = (row: bigint[]): bigint => wrap(row.reduce((a, b) => a + b));
        const expected: Record<keyof typeof found, bigint[]> = {
          add: together((a, b) => wrap(a + b)), subtract: together((a, b) => wrap(a - b)), multiply: together((a, b) => wrap(a * b)), divide: together((a, b) => wrap(a / b), divisor), absolute: x.map((a) => wrap(a < 0n ? -a : a)), sign: x.map(signOf),
          maximum: together((a, b) => most([a, b])), minimum: together((a, b) => least([a, b])), clamp: x.map((a) => least([7n, most([1n, a])])), where: together((a, b) => most([a, b])),
          greater: together((a, b) => a > b), greaterOrEqual: together((a, b) => a >= b), less: together((a, b) => a < b), lessOrEqual: together((a, b) => a <= b), equal: together((a, b) => a === b),
          max: [most(x)], maxOfRows: byRow.map(most), maxOfColumns: byColumn.map(most), min: [least(x)], minOfRows: byRow.map(least), minOfColumns: byColumn.map(least),
          sum: [added(x)], sumOfRows: byRow.map(added), sumOfColumns: byColumn.map(added), argmax: byRow.map((row) => BigInt(row.indexOf(most(row)))), top: byRow.map(most),
        };
        for (const [name, elements] of Object.entries(expected)) expect([...found[name as keyof typeof found].data].map(BigInt), `${name} of ${x.join()}; ${y.join()}; ${divisor.join()}`).toEqual(elements);
      }
    });
  }

  test("a sum of nothing is 0", async () => {
    const run = graph.compile((x: Tensor) => [graph.sum(x), graph.sum(x, { axes: [0] }), graph.sum(x, { axes: [1] })]);
    for (const dtype of Object.keys(dataTypes) as DataType[]) expect((await run(tensorValue(dtype, [0, 2], []))).map(({ data }) => [...data].map(Number))).toEqual([[0], [0, 0], []]);
  });
});
