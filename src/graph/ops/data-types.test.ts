import { describe, expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import * as graph from "../index.ts";
import { type DataType, type Tensor, type TensorValue, tensorValue } from "../index.ts";
import { dataTypes, isFloat } from "../tensor/data-type.ts";

/** What an op gives of x, y and a condition, all [2, 3], in plain numbers; and where it refuses to be traced. */
interface Case {
  run: (x: Tensor, y: Tensor, condition: Tensor) => unknown;
  expected: (x: number[], y: number[], condition: number[]) => number[];
  /** The types that it works on. */
  works?: (dtype: DataType) => boolean;
  /** The type of the result, where it is not that of x. */
  result?: (dtype: DataType) => DataType;
  /** The op that the refusal names, where another refuses first. */
  named?: RegExp;
}

const dtypes = Object.keys(dataTypes) as DataType[];
const floats = isFloat;
const numbers = (dtype: DataType): boolean => dtype !== "bool";
const conditions = (dtype: DataType): boolean => dtype === "bool";
const always = (dtype: DataType) => (): DataType => dtype;
const indices = (...places: number[]): Tensor => graph.constant(places, [places.length], "int64");
const ones = (x: Tensor, shape: number[], value = 1): Tensor => graph.full(shape, value, x.dtype);
const rowsOf = (x: number[]): number[][] => [x.slice(0, 3), x.slice(3)];
const rowwise = (x: number[], f: (row: number[]) => number[]): number[] => rowsOf(x).flatMap(f);
const total = (x: number[]): number => x.reduce((a, b) => a + b, 0);
const softmax = (row: number[]): number[] => row.map((element) => Math.exp(element) / total(row.map(Math.exp)));
const logSumExp = (row: number[]): number => Math.log(total(row.map(Math.exp)));
const normalize = (row: number[], centre: number, epsilon: number): number[] => row.map((element) => (element - centre) / Math.sqrt(total(row.map((other) => (other - centre) ** 2)) / 3 + epsilon));
/** Φ by Simpson's rule. */
const normalCumulative = (x: number): number => {
  const [steps, width] = [2000, x / 2000];
  const density = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  return 0.5 + (width / 3) * total(Array.from({ length: steps + 1 }, (_, k) => (k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2) * density(k * width)));
};
const each = (f: (x: number) => number) => (x: number[]): number[] => x.map(f);
const both = (f: (x: number, y: number) => number) => (x: number[], y: number[]): number[] => x.map((element, index) => f(element, y[index]!));
const unary = (run: (x: Tensor) => Tensor, f: (x: number) => number, works = floats): Case => ({ run, expected: each(f), works });
const comparison = (run: Case["run"], f: (x: number, y: number) => boolean, works = numbers): Case => ({ run, expected: both((x, y) => Number(f(x, y))), works, result: always("bool") });
const moved = (run: Case["run"], expected: Case["expected"]): Case => ({ run, expected });
const same = (x: number[]): number[] => x;
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const byHead = (x: Tensor): Tensor => graph.reshape(x, [1, 1, 2, 3]);
/** Of two queries, which are the keys and values too, by rows. */
const attended = (x: number[]): number[] =>
  rowsOf(x).flatMap((query) => {
    const weights = softmax(rowsOf(x).map((key) => total(query.map((element, index) => element * key[index]!)) / Math.sqrt(3)));
    return [0, 1, 2].map((column) => weights[0]! * x[column]! + weights[1]! * x[3 + column]!);
  });
const clipped = (x: number[]): number[] => x.map((element) => element / Math.hypot(...x));
const tolerance = 1e-5;

const cases: Record<string, Case> = {
  absolute: unary(graph.absolute, Math.abs, numbers),
  accumulateGradients: { run: (x) => graph.accumulateGradients([x], [x], 2), expected: each((x) => 3 * x), works: numbers, named: /constant|multiply/ },
  add: { run: graph.add, expected: both((x, y) => x + y), works: numbers },
  after: moved((x) => graph.after(x, [graph.scalar(Number.NaN)]), same),
  "after, waiting for it": { run: (x) => graph.after(graph.scalar(5), [x]), expected: () => [5], works: floats, result: always("float32") },
  and: comparison(graph.and, (x, y) => x + y === 2, conditions),
  argmax: { run: (x) => graph.argmax(x), expected: (x) => rowwise(x, (row) => [row.indexOf(Math.max(...row))]), result: always("int64") },
  attention: { run: (x) => graph.attention(byHead(x), byHead(x), byHead(x)), expected: attended, works: floats },
  broadcastTo: moved((x) => graph.broadcastTo(x, [2, 2, 3]), (x) => [...x, ...x]),
  cast: { run: (x) => graph.cast(x, "float64"), expected: same, result: always("float64") },
  "cast to uint32": { run: (x) => graph.cast(x, "uint32"), expected: same, result: always("uint32") },
  "cast to bool": { run: (x) => graph.cast(x, "bool"), expected: each((x) => Number(x !== 0)), result: always("bool") },
  checkpoint: moved((x) => graph.checkpoint((inner) => graph.concatenate([inner, inner], 0), x), (x) => [...x, ...x]),
  clamp: unary((x) => graph.clamp(x, 2, 4), (x) => Math.min(Math.max(x, 2), 4), numbers),
  clipByGlobalNorm: { run: (x) => graph.clipByGlobalNorm([x], 1).gradients, expected: clipped, works: floats, named: /globalNorm/ },
  concatenate: moved((x, y) => graph.concatenate([x, y], 0), (x, y) => [...x, ...y]),
  constant: moved((x) => [x, graph.constant([0, 1], [2], x.dtype)], (x) => [...x, 0, 1]),
  cos: unary(graph.cos, Math.cos),
  crossEntropy: { run: (x) => graph.crossEntropy(x, graph.constant([2, 0], [2], "int32")), expected: (x) => [total(rowsOf(x).map((row, index) => logSumExp(row) - row[index === 0 ? 2 : 0]!)) / 2], works: floats },
  crossEntropyPerToken: { run: (x) => graph.crossEntropyPerToken(x, graph.constant([2, 0], [2], "int32")), expected: (x) => rowsOf(x).map((row, index) => logSumExp(row) - row[index === 0 ? 2 : 0]!), works: floats, named: /crossEntropy/ },
  "crossEntropy, labels": { run: (x) => graph.crossEntropy(graph.full([2, 3, 8], 1), x), expected: () => [Math.log(8)], works: (dtype) => dtype === "int32" || dtype === "int64", result: always("float32") },
  divide: { run: graph.divide, expected: both((x, y) => x / y), works: numbers },
  equal: comparison(graph.equal, (x, y) => x === y, () => true),
  erf: unary(graph.erf, (x) => 2 * normalCumulative(x * Math.SQRT2) - 1),
  exp: unary(graph.exp, Math.exp),
  expandDimensions: moved((x) => graph.expandDimensions(x, 1), same),
  floor: unary((x) => graph.floor(isFloat(x.dtype) ? graph.multiply(x, 0.75) : x), (x) => Math.floor(x * 0.75)),
  full: moved((x) => [x, ones(x, [2])], (x) => [...x, 1, 1]),
  gather: moved((x) => graph.gather(x, indices(1, 0, 1)), (x) => [...x.slice(3), ...x]),
  "gather, indices": { run: (x) => graph.gather(graph.constant([9, 8, 7, 6, 5, 4, 3, 2], [8]), x), expected: each((x) => 9 - x), works: (dtype) => dtype === "int32" || dtype === "int64", result: always("float32") },
  gelu: unary(graph.gelu, (x) => x * normalCumulative(x)),
  geluTanh: unary(graph.geluTanh, (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))),
  globalNorm: { run: (x) => graph.globalNorm([x]), expected: (x) => [Math.hypot(...x)], works: floats },
  grad: { run: (x) => graph.grad(graph.sum(graph.cast(x, "float32")), x), expected: each(() => 1), works: floats },
  greater: comparison(graph.greater, (x, y) => x > y),
  greaterOrEqual: comparison(graph.greaterOrEqual, (x, y) => x >= y),
  inferenceAttention: { run: (x) => graph.inferenceAttention(byHead(x), byHead(x), byHead(x)), expected: attended, works: floats },
  layerNorm: { run: (x) => graph.layerNorm(x, { scale: ones(x, [3]) }), expected: (x) => rowwise(x, (row) => normalize(row, total(row) / 3, 1e-5)), works: floats },
  less: comparison(graph.less, (x, y) => x < y),
  lessOrEqual: comparison(graph.lessOrEqual, (x, y) => x <= y),
  linear: { run: (x) => graph.linear(x, ones(x, [3, 1]), ones(x, [1])), expected: (x) => rowwise(x, (row) => [total(row) + 1]), works: floats },
  log: unary(graph.log, Math.log),
  logSoftmax: { run: (x) => graph.logSoftmax(x), expected: (x) => rowwise(x, (row) => softmax(row).map(Math.log)), works: floats },
  logSumExp: { run: (x) => graph.logSumExp(x, { axes: [1] }), expected: (x) => rowwise(x, (row) => [logSumExp(row)]), works: floats },
  matmul: { run: (x) => graph.matmul(x, ones(x, [3, 1])), expected: (x) => rowwise(x, (row) => [total(row)]), works: floats },
  max: moved((x) => graph.max(x, { axes: [1] }), (x) => rowwise(x, (row) => [Math.max(...row)])),
  maximum: moved(graph.maximum, both(Math.max)),
  mean: { run: (x) => graph.mean(x), expected: (x) => [total(x) / 6], works: floats },
  min: moved((x) => graph.min(x, { axes: [1] }), (x) => rowwise(x, (row) => [Math.min(...row)])),
  minimum: moved(graph.minimum, both(Math.min)),
  multiply: { run: graph.multiply, expected: both((x, y) => x * y), works: numbers },
  negate: unary(graph.negate, (x) => -x, (dtype) => numbers(dtype) && dtype !== "uint32"),
  not: unary(graph.not, (x) => 1 - x, conditions),
  or: comparison(graph.or, (x, y) => x + y > 0, conditions),
  pad: moved((x) => graph.pad(x, 0, 1, 0), (x) => [0, 0, 0, ...x]),
  pick: moved((x) => graph.pick(x, indices(2, 0)), (x) => [x[2]!, x[3]!]),
  pickMany: moved((x) => graph.pickMany(x, graph.constant([2, 0], [2, 1], "int32")), (x) => [x[2]!, x[3]!]),
  power: unary((x) => graph.power(x, 2), (x) => x * x),
  reciprocal: unary(graph.reciprocal, (x) => 1 / x),
  relu: unary((x) => graph.relu(isFloat(x.dtype) ? graph.subtract(x, 2) : x), (x) => Math.max(x - 2, 0)),
  requireFinite: { run: (x) => graph.requireFinite(x), expected: same, works: floats },
  reshape: moved((x) => graph.reshape(x, [3, 2]), same),
  rmsNorm: { run: (x) => graph.rmsNorm(x, ones(x, [3])), expected: (x) => rowwise(x, (row) => normalize(row, 0, 1e-6)), works: floats },
  rotaryEmbedding: { run: (x) => graph.rotaryEmbedding(graph.reshape(x, [1, 1, 3, 2]), ones(x, [1, 3, 1], 0), ones(x, [1, 3, 1])), expected: (x) => [-x[1]!, x[0]!, -x[3]!, x[2]!, -x[5]!, x[4]!], works: floats },
  scatterAlong: { run: (x, y) => graph.scatterAlong(x, graph.constant([2, 0], [2, 1], "int32"), graph.slice(y, 1, 0, 1), 1), expected: (x, y) => [x[0]!, x[1]!, x[2]! + y[0]!, x[3]! + y[3]!, x[4]!, x[5]!], works: numbers },
  scatterAdd: { run: (x, y) => graph.scatterAdd(x, indices(1, 1), y), expected: (x, y) => [...x.slice(0, 3), ...[0, 1, 2].map((column) => x[3 + column]! + y[column]! + y[3 + column]!)], works: numbers },
  sigmoid: unary(graph.sigmoid, sigmoid),
  sign: unary(graph.sign, Math.sign, numbers),
  silu: unary(graph.silu, (x) => x * sigmoid(x)),
  sin: unary(graph.sin, Math.sin),
  slice: moved((x) => graph.slice(x, 1, 1), (x) => rowwise(x, (row) => row.slice(1))),
  softmax: { run: (x) => graph.softmax(x), expected: (x) => rowwise(x, softmax), works: floats },
  split: moved((x) => graph.split(x, 0, [1, 1]).toReversed(), (x) => [...x.slice(3), ...x.slice(0, 3)]),
  sqrt: unary(graph.sqrt, Math.sqrt),
  square: { ...unary(graph.square, (x) => x * x, numbers), named: /multiply/ },
  stopGradient: moved(graph.stopGradient, same),
  subtract: { run: graph.subtract, expected: both((x, y) => x - y), works: numbers },
  sum: { run: (x) => graph.sum(x, { axes: [1] }), expected: (x) => rowwise(x, (row) => [total(row)]), result: (dtype) => (dtype === "bool" ? "int64" : dtype) },
  tanh: unary(graph.tanh, Math.tanh),
  topK: moved((x) => graph.topK(x, 2).values, (x) => rowwise(x, (row) => row.toSorted((a, b) => b - a).slice(0, 2))),
  "topK, indices": { run: (x) => graph.topK(x, 1).indices, expected: (x) => rowwise(x, (row) => [row.indexOf(Math.max(...row))]), result: always("int64") },
  transpose: moved((x) => graph.transpose(x), (x) => [0, 3, 1, 4, 2, 5].map((place) => x[place]!)),
  where: moved((x, y, condition) => graph.where(condition, x, y), (x, y, condition) => x.map((element, index) => (condition[index] ? element : y[index]!))),
  "where, a number": moved((x, _y, condition) => graph.where(condition, x, 1), (x, _y, condition) => x.map((element, index) => (condition[index] ? element : 1))),
  "where, condition": { run: (x) => graph.where(x, graph.scalar(2), graph.scalar(3)), expected: each((x) => 3 - x), works: conditions, result: always("float32") },
  withDerivative: moved((x) => graph.withDerivative(x, [], () => []), same),
  writeCache: moved((x, y) => graph.writeCache(graph.reshape(x, [1, 1, 2, 3]), graph.reshape(graph.slice(y, 0, 1), [1, 1, 1, 3]), indices(1)), (x, y) => [...x.slice(0, 3), ...y.slice(3)]),
  zerosLike: moved((x) => [x, graph.zerosLike(x)], (x) => [...x, 0, 0, 0, 0, 0, 0]),
};

/** Whose own tests try them, on the one type that they take. */
const elsewhere = new Set(["adamW", "adamWState", "compile", "compileStep", "constantSchedule", "cosineSchedule", "gumbelNoise", "linearSchedule", "muon", "randomBits", "randomUniform", "requireRuntime", "scalar", "sgd", "sgdState", "SessionCache", "sharedCache", "size", "Tensor", "tensorValue"]);

test("every exported op has its case", () => {
  const tried = new Set(Object.keys(cases).map((name) => name.split(",")[0]!.split(" ")[0]!));
  expect(Object.keys(graph).filter((name) => !tried.has(name) && !elsewhere.has(name))).toEqual([]);
});

describe("every op on every type gives the right result, or is refused while tracing by its name and type", () => {
  const x = (dtype: DataType): number[] => (dtype === "bool" ? [0, 1, 1, 1, 0, 1] : [3, 1, 2, 6, 4, 5]);
  const y = (dtype: DataType): number[] => (dtype === "bool" ? [0, 0, 1, 1, 0, 0] : [3, 1, 1, 2, 4, 1]);
  const condition = [1, 0, 1, 0, 0, 1];
  for (const [name, { run, expected, works = () => true, result = (own: DataType): DataType => own, named }] of Object.entries(cases)) {
    test(name, async () => {
      for (const dtype of dtypes) {
        const compiled = graph.compile((a: Tensor, b: Tensor, c: Tensor) => run(a, b, c), { threads: 1 }) as (...values: TensorValue[]) => Promise<unknown>;
        const outcome = await compiled(tensorValue(dtype, [2, 3], x(dtype)), tensorValue(dtype, [2, 3], y(dtype)), tensorValue("bool", [2, 3], condition)).catch((error: unknown) => error);
        if (!works(dtype)) {
          expect(outcome, `${name} of ${dtype}`).toBeInstanceOf(SteadfastError);
          const { code, message } = outcome as SteadfastError;
          expect(code, message).toBe("graph-trace");
          expect(message).toMatch(named ?? new RegExp(`^${name.split(/[ ,]/)[0]}: `));
          expect(message).toContain(dtype);
          continue;
        }
        expect(outcome, `${name} of ${dtype}`).not.toBeInstanceOf(Error);
        const values = [outcome].flat() as TensorValue[];
        for (const value of values) expect(value.dtype, `${name} of ${dtype}`).toBe(result(dtype));
        const actual = values.flatMap(({ data }) => [...data].map(Number));
        const wanted = expected(x(dtype), y(dtype), condition).map((element) => (isFloat(result(dtype)) ? element : Math.trunc(element)));
        expect(actual.length, `${name} of ${dtype}`).toBe(wanted.length);
        for (const [place, element] of wanted.entries()) expect(Math.abs(actual[place]! - element) / Math.max(1, Math.abs(element)), `${name} of ${dtype} at ${place}: ${actual[place]} instead of ${element}`).toBeLessThanOrEqual(isFloat(result(dtype)) ? tolerance : 0);
      }
    });
  }
});
