import { checkpoint } from "../gradient/checkpoint.ts";
import { type GradientCase, randomValue } from "./check-gradients.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { gelu, geluTanh, relu, silu } from "../ops/activation.ts";
import { after } from "../ops/after.ts";
import { attention } from "../ops/attention.ts";
import { clamp, greater, maximum, minimum, where } from "../ops/compare.ts";
import { constant } from "../ops/constant.ts";
import { crossEntropy, crossEntropyPerToken } from "../ops/cross-entropy.ts";
import { absolute, add, cos, divide, exp, log, multiply, negate, power, reciprocal, sigmoid, sin, sqrt, square, subtract, tanh } from "../ops/elementwise.ts";
import { erf } from "../ops/erf.ts";
import { gather, pick, pickMany, scatterAdd } from "../ops/gather.ts";
import { linear, matmul } from "../ops/matmul.ts";
import { layerNorm, rmsNorm } from "../ops/normalization.ts";
import { logSumExp, max, mean, min } from "../ops/reduce.ts";
import { rotaryEmbedding } from "../ops/rotary.ts";
import { broadcastTo, reshape, sum } from "../ops/shape-and-sum.ts";
import { concatenate, pad, slice, split } from "../ops/slice.ts";
import { logSoftmax, softmax } from "../ops/softmax.ts";
import { topK } from "../ops/top-k.ts";
import { expandDimensions, transpose } from "../ops/transpose.ts";

/** Four lengths and a source of numbers: enough to shape any case. */
export interface Draw {
  a: number;
  b: number;
  c: number;
  d: number;
  random: () => number;
}

type Case = (draw: Draw) => GradientCase;

const unary = (op: (x: Tensor) => Tensor, low = -2, high = 2): Case => ({ a, b, random }) => ({ compute: op, inputs: [randomValue(random, [a, b], low, high)] });

const binary = (op: (x: Tensor, y: Tensor) => Tensor, low = -2, high = 2): Case => ({ a, b, c, random }) => ({
  compute: op,
  // All the ways to broadcast at once: a missing axis, a stretched one on either side.
  inputs: [randomValue(random, [a, b, 1], low, high), randomValue(random, [b, c], low, high)],
});

/** Distinct elements at least 0.05 apart, so that no small step changes which is the largest. */
const apart = (random: () => number, shape: readonly number[]): GradientCase["inputs"][number] => {
  const value = randomValue(random, shape);
  const order = [...value.data.keys()].sort((i, j) => Number(value.data[i]) - Number(value.data[j]));
  for (const [rank, place] of order.entries()) value.data[place] = (rank - order.length / 2) * 0.07 + 0.011;
  return value;
};

const indices = (random: () => number, count: number, below: number): Int32Array => Int32Array.from({ length: count }, () => Math.floor(random() * below));

/** Every differentiable op, under shapes as they are drawn. */
export const gradientCases: Record<string, Case> = {
  add: binary(add),
  subtract: binary(subtract),
  multiply: binary(multiply),
  divide: binary(divide, 0.5, 2),
  "arithmetic with numbers": unary((x) => divide(subtract(1, multiply(2, add(x, 3))), 7)),
  negate: unary(negate),
  square: unary(square),
  "power 3": unary((x) => power(x, 3)),
  "power −0.5": unary((x) => power(x, -0.5), 0.5, 2),
  exp: unary(exp),
  log: unary(log, 0.5, 3),
  sqrt: unary(sqrt, 0.5, 3),
  reciprocal: unary(reciprocal, 0.5, 3),
  tanh: unary(tanh),
  sigmoid: unary(sigmoid),
  sin: unary(sin),
  cos: unary(cos),
  erf: unary(erf, -4, 4),
  absolute: ({ a, b, random }) => ({ compute: absolute, inputs: [apart(random, [a, b])] }),
  relu: ({ a, b, random }) => ({ compute: relu, inputs: [apart(random, [a, b])] }),
  silu: unary(silu),
  gelu: unary(gelu),
  geluTanh: unary(geluTanh),
  maximum: ({ a, b, random }) => ({ compute: (x) => maximum(x, transpose(add(multiply(x, 0.5), 0.3), [1, 0])), inputs: [apart(random, [Math.max(a, b), Math.max(a, b)])] }),
  minimum: ({ a, b, random }) => ({ compute: (x) => minimum(x, 0.5), inputs: [apart(random, [a, b])] }),
  clamp: ({ a, b, random }) => ({ compute: (x) => clamp(x, -0.4, 0.6), inputs: [apart(random, [a, b])] }),
  where: ({ a, b, c, random }) => ({ compute: (x, y) => where(greater(constant([0, 1, 0, 1, 1].slice(0, b), [b, 1]), 0), multiply(x, y), y), inputs: [randomValue(random, [a, b, c]), randomValue(random, [b, c])] }),
  "sum of some axes": ({ a, b, c, random }) => ({ compute: (x) => [sum(x, { axes: [0, -1] }), sum(x, { axes: [1], keepDimensions: true }), sum(square(x))], inputs: [randomValue(random, [a, b, c])] }),
  mean: ({ a, b, c, random }) => ({ compute: (x) => [mean(square(x), { axes: [1] }), mean(x)], inputs: [randomValue(random, [a, b, c])] }),
  max: ({ a, b, random }) => ({ compute: (x) => [max(x, { axes: [0] }), max(x)], inputs: [apart(random, [a, b])] }),
  min: ({ a, b, random }) => ({ compute: (x) => [min(x, { axes: [-1], keepDimensions: true }), min(x)], inputs: [apart(random, [a, b])] }),
  logSumExp: ({ a, b, c, random }) => ({ compute: (x) => [logSumExp(x, { axes: [-1] }), logSumExp(x, { axes: [0], keepDimensions: true })], inputs: [randomValue(random, [a, b, c])] }),
  broadcastTo: ({ a, b, c, random }) => ({ compute: (x) => broadcastTo(x, [a, b, c]), inputs: [randomValue(random, [b, 1])] }),
  reshape: ({ a, b, c, random }) => ({ compute: (x) => square(reshape(x, [c, -1])), inputs: [randomValue(random, [a, b, c])] }),
  transpose: ({ a, b, c, random }) => ({ compute: (x) => [square(transpose(x, [2, 0, 1])), transpose(x)], inputs: [randomValue(random, [a, b, c])] }),
  expandDimensions: ({ a, b, random }) => ({ compute: (x) => multiply(expandDimensions(x, 1), expandDimensions(x, -1)), inputs: [randomValue(random, [Math.max(a, b), Math.max(a, b)])] }),
  softmax: ({ a, b, c, random }) => ({ compute: (x) => [softmax(x), softmax(x, 0)], inputs: [randomValue(random, [a, b, c])] }),
  logSoftmax: ({ a, b, c, random }) => ({ compute: (x) => [logSoftmax(x), logSoftmax(x, 1)], inputs: [randomValue(random, [a, b, c])] }),
  layerNorm: ({ a, b, d, random }) => ({ compute: (x, scale, bias) => layerNorm(x, { scale, bias, epsilon: 1e-3 }), inputs: [randomValue(random, [a, b, d + 3]), randomValue(random, [d + 3]), randomValue(random, [d + 3])] }),
  "layerNorm without bias": ({ a, d, random }) => ({ compute: (x, scale) => layerNorm(x, { scale, epsilon: 1e-3 }), inputs: [randomValue(random, [a, d + 3]), randomValue(random, [d + 3])] }),
  rmsNorm: ({ a, b, d, random }) => ({ compute: (x, scale) => rmsNorm(x, scale, 1e-3), inputs: [randomValue(random, [a, b, d + 3]), randomValue(random, [d + 3])] }),
  gather: ({ a, b, c, d, random }) => {
    const ids = constant(indices(random, a * b, c), [a, b]);
    return { compute: (table) => square(gather(table, ids)), inputs: [randomValue(random, [c, d])] };
  },
  scatterAdd: ({ a, b, c, d, random }) => {
    const ids = constant(indices(random, a * b, c), [a, b]);
    return { compute: (base, updates) => square(scatterAdd(base, ids, updates)), inputs: [randomValue(random, [c, d]), randomValue(random, [a, b, d])] };
  },
  pick: ({ a, b, c, random }) => {
    const labels = constant(indices(random, a * b, c), [a, b]);
    return { compute: (x) => pick(square(x), labels), inputs: [randomValue(random, [a, b, c])] };
  },
  pickMany: ({ a, b, c, random }) => {
    const labels = constant(indices(random, a * 3 * c, b), [a, 3, c]);
    return { compute: (x) => square(pickMany(x, labels, 1)), inputs: [randomValue(random, [a, b, c])] };
  },
  topK: ({ a, b, random }) => ({ compute: (x) => square(topK(x, Math.ceil(b / 2)).values), inputs: [apart(random, [a, b])] }),
  slice: ({ a, b, c, random }) => ({ compute: (x) => [square(slice(x, 1, 1, 2)), slice(x, -1, -1)], inputs: [randomValue(random, [a, b + 1, c])] }),
  pad: ({ a, b, random }) => ({ compute: (x) => square(pad(x, 1, 2, 1, 0.5)), inputs: [randomValue(random, [a, b])] }),
  concatenate: ({ a, b, c, random }) => ({ compute: (x, y) => square(concatenate([x, y, x], 1)), inputs: [randomValue(random, [a, b]), randomValue(random, [a, c])] }),
  split: ({ a, b, c, d, random }) => ({ compute: (x) => { const [first, , third] = split(x, 1, [b, c, d]); return [square(first!), exp(third!)]; }, inputs: [randomValue(random, [a, b + c + d])] }),
  rotaryEmbedding: ({ a, b, c, d, random }) => {
    const angles = randomValue(random, [a, c, d]).data as Float64Array;
    return { compute: (x) => square(rotaryEmbedding(x, castLike(angles.map(Math.cos), [a, c, d], x), castLike(angles.map(Math.sin), [a, c, d], x))), inputs: [randomValue(random, [a, b, c, 2 * d])] };
  },
  attention: ({ a, b, c, d, random }) => ({
    compute: (query, key, value) => attention(query, key, value, { mask: constant(Uint8Array.from({ length: c * (c + 1) }, (_, index) => Number(index % (c + 1) <= index / (c + 1) + 1)), [c, c + 1], "bool") }),
    inputs: [randomValue(random, [a, b, c, d]), randomValue(random, [a, b, c + 1, d]), randomValue(random, [a, b, c + 1, d])],
  }),
  crossEntropy: ({ a, b, c, random }) => {
    const labels = constant(indices(random, a * b, c).map((label, index) => (index === 1 ? -100 : label)), [a, b]);
    return { compute: (logits) => [crossEntropy(logits, labels), crossEntropyPerToken(square(logits), labels)], inputs: [randomValue(random, [a, b, c])] };
  },
  after: ({ a, b, random }) => ({ compute: (x, y) => after(square(x), [exp(y)]), inputs: [randomValue(random, [a, b]), randomValue(random, [a])] }),
  checkpoint: ({ a, b, c, random }) => ({
    compute: (x, weight) => checkpoint((inner) => tanh(matmul(tanh(matmul(inner, weight)), weight, { transposeB: true })), multiply(x, 0.5)),
    inputs: [randomValue(random, [a, b]), randomValue(random, [b, c])],
  }),
  linear: ({ a, b, c, d, random }) => ({ compute: (x, weight, bias) => square(linear(x, weight, bias)), inputs: [randomValue(random, [a, b, c]), randomValue(random, [c, d]), randomValue(random, [d])] }),
  "linear, transposed weight": ({ a, b, c, d, random }) => ({ compute: (x, weight, bias) => square(linear(x, weight, bias, { transposeWeight: true })), inputs: [randomValue(random, [a, b, c]), randomValue(random, [d, c]), randomValue(random, [d])] }),
};

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const shapeOf = (rows: number, columns: number, swapped: boolean): number[] => (swapped ? [columns, rows] : [rows, columns]);
    const name = `matmul ${transposeA ? "Aᵀ" : "A"}${transposeB ? "Bᵀ" : "B"}`;
    const compute = (x: Tensor, y: Tensor): Tensor => matmul(x, y, { transposeA, transposeB, scale: 0.7 });
    gradientCases[name] = ({ a, b, c, random }) => ({ compute, inputs: [randomValue(random, shapeOf(a, b, transposeA)), randomValue(random, shapeOf(b, c, transposeB))] });
    gradientCases[`${name}, batches that broadcast`] = ({ a, b, c, d, random }) => ({ compute, inputs: [randomValue(random, [d, 1, ...shapeOf(a, b, transposeA)]), randomValue(random, [2, ...shapeOf(b, c, transposeB)])] });
    gradientCases[`${name}, a batch times a matrix`] = ({ a, b, c, d, random }) => ({ compute, inputs: [randomValue(random, [d, 2, ...shapeOf(a, b, transposeA)]), randomValue(random, shapeOf(b, c, transposeB))] });
    gradientCases[`${name}, a matrix times a batch`] = ({ a, b, c, d, random }) => ({ compute, inputs: [randomValue(random, shapeOf(a, b, transposeA)), randomValue(random, [d, ...shapeOf(b, c, transposeB)])] });
  }
}

function castLike(data: Float64Array, shape: number[], x: Tensor): Tensor {
  return constant(x.dtype === "float64" ? data : Float32Array.from(data), shape);
}
