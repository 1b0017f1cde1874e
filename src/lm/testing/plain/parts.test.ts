import { describe, expect, test } from "vitest";
import { activation } from "./activations.ts";
import { attention, causal, causalWithin } from "./attention.ts";
import { linear, linearStoredInOut } from "./linear.ts";
import { layerNorm, rmsNorm } from "./norms.ts";
import type { PlainTensor } from "./parameters.ts";
import { type BucketKind, relativePositionBucket } from "./relative-position-bucket.ts";
import { rotaryFrequencies, rotate } from "./rotary.ts";

const tensor = (shape: readonly number[], ...data: readonly number[]): PlainTensor => ({ shape, data: Float64Array.from(data) });
const row = (...values: readonly number[]): Float64Array => Float64Array.from(values);

describe("linear", () => {
  test("multiplies by hand", () => {
    const weight = tensor([2, 3], 1, 2, 3, 4, 5, 6);
    expect(linear([row(1, 0, -1)], weight, tensor([2], 10, 20))).toEqual([row(8, 18)]);
    expect(linear([row(1, 0, -1)], weight)).toEqual([row(-2, -2)]);
    expect(linearStoredInOut([row(1, -1)], weight, tensor([3], 10, 20, 30))).toEqual([row(7, 17, 27)]);
  });
});

describe("norms", () => {
  test("a layer norm has the mean of its biases and takes its variance over n", () => {
    // Mean 2, variance 2: (±1 − 0, …)/√2.
    const [normed] = layerNorm([row(1, 3, 0, 4)], tensor([4], 1, 1, 2, 1), tensor([4], 0, 0, 0, 5), 0.5);
    const root = Math.sqrt(3);
    expectClose(normed!, [-1 / root, 1 / root, -4 / root, 2 / root + 5]);
  });

  test("an RMS norm takes no mean off", () => {
    expectClose(rmsNorm([row(1, 3, 1, 3)], tensor([4], 1, 1, 2, 1), 4)[0]!, [1 / 3, 1, 2 / 3, 1]);
  });
});

describe("activations", () => {
  test.for<[string, number, number]>([
    // Φ(1) = 0.841344746068543, Φ(−2) = 0.022750131948179.
    ["gelu", 1, 0.841344746068543],
    ["gelu", -2, -0.045500263896358],
    ["relu", -3, 0],
    ["relu", 3, 3],
    // σ(1) = 0.731058578630005
    ["silu", 1, 0.731058578630005],
    ["silu", -1, -0.268941421369995],
    // With e = exp(2·√(2/π)·1.044715): tanh = (e − 1)/(e + 1).
    ["gelu_new", 1, 0.8411919906082768],
    ["gelu_pytorch_tanh", -1, -0.1588080093917232],
  ])("%s(%d)", ([name, at, expected]) => {
    expect(activation(name)(at)).toBeCloseTo(expected, 12);
  });
});

describe("attention", () => {
  const kind = { heads: 4, keyHeads: 2, scale: 0.5, bias: causal };

  test("heads share key heads with their neighbours", () => {
    // One key only: each head gives back its value.
    expect(attention([row(1, 2, 3, 4)], [row(9, 9)], [row(5, 7)], kind)).toEqual([row(5, 5, 7, 7)]);
  });

  test("weighs by the softmax of scaled product and bias", () => {
    const [, second] = attention([row(0), row(2)], [row(1), row(3)], [row(10), row(20)], { heads: 1, keyHeads: 1, scale: 0.5, bias: (_head, query, key) => query - key });
    // Scores 0.5·2·1 + 1 and 0.5·2·3 + 0.
    expectClose(second!, [(10 * Math.exp(2) + 20 * Math.exp(3)) / (Math.exp(2) + Math.exp(3))]);
  });

  test("a window counts the position itself", () => {
    const seen = (window: number): number[] => [0, 1, 2, 3, 4, 5].filter((key) => causalWithin(window)(0, 4, key) === 0);
    expect(seen(1)).toEqual([4]);
    expect(seen(3)).toEqual([2, 3, 4]);
    expect(seen(99)).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2, 3, 4, 5].filter((key) => causal(0, 4, key) === 0)).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("rotary embedding", () => {
  test("turns channel i with channel i + width/2, head by head", () => {
    const right = Math.PI / 2;
    const rows = [row(1, 2, 3, 4, 5, 6, 7, 8), row(1, 2, 3, 4, 5, 6, 7, 8)];
    const turned = rotate(rows, 2, [right, 0]);
    expectClose(turned[0]!, [1, 2, 3, 4, 5, 6, 7, 8]);
    expectClose(turned[1]!, [-3, 2, 1, 4, -7, 6, 5, 8]);
  });

  test("makes products depend on distance alone", () => {
    const frequencies = rotaryFrequencies({ rope_theta: 100 }, 6);
    const queries = rotate(Array.from({ length: 9 }, () => row(0.3, -1, 0.5, 2, 0.7, -0.2)), 1, frequencies);
    const keys = rotate(Array.from({ length: 9 }, () => row(1, 0.1, -0.4, 0.9, -2, 0.6)), 1, frequencies);
    const product = (query: number, key: number): number => queries[query]!.reduce((total, value, channel) => total + value * keys[key]![channel]!, 0);
    expect(product(8, 5)).toBeCloseTo(product(3, 0), 12);
    expect(Math.abs(product(8, 5) - product(8, 4))).toBeGreaterThan(0.01);
  });

  test("frequencies fall from 1 by powers of the base", () => {
    expectClose(rotaryFrequencies({ rope_theta: 10_000 }, 8), [1, 0.1, 0.01, 0.001]);
    expectClose(rotaryFrequencies({ rope_scaling: null }, 4), [1, 0.01]);
    expectClose(rotaryFrequencies({ rope_scaling: { rope_type: "default" } }, 4), [1, 0.01]);
    expectClose(rotaryFrequencies({ rope_scaling: { type: "linear", factor: 4 } }, 4), [0.25, 0.0025]);
  });

  test("llama3 keeps short waves, slows long ones, and goes from one to the other without a jump", () => {
    const scaling = { rope_type: "llama3", factor: 8, low_freq_factor: 1, high_freq_factor: 4, original_max_position_embeddings: 8192 };
    const base = 500_000;
    const width = 2 ** 12;
    const plain = rotaryFrequencies({ rope_theta: base }, width);
    const scaled = rotaryFrequencies({ rope_theta: base, rope_scaling: scaling }, width);
    const slowing = scaled.map((frequency, pair) => plain[pair]! / frequency);
    const fits = plain.map((frequency) => (8192 * frequency) / (2 * Math.PI));
    expectClose(slowing.filter((_, pair) => fits[pair]! > 4), plain.filter((_, pair) => fits[pair]! > 4).map(() => 1));
    expectClose(slowing.filter((_, pair) => fits[pair]! < 1), plain.filter((_, pair) => fits[pair]! < 1).map(() => 8));
    // Half way between 1 and 4 half of each: 1 / (½ + ½·⅛).
    const middle = fits.findIndex((fit) => fit < 2.5);
    expect(slowing[middle]).toBeCloseTo(16 / 9, 1);
    for (const [pair, slow] of slowing.slice(1).entries()) {
      expect(slow - slowing[pair]!).toBeGreaterThanOrEqual(-1e-9);
      expect(slow - slowing[pair]!).toBeLessThan(0.15);
    }
  });

  test("unknown kinds are refused by name", () => {
    expect(() => rotaryFrequencies({ rope_scaling: { rope_type: "yarn", factor: 2 } }, 4)).toThrow("yarn");
    expect(() => rotaryFrequencies({ rope_scaling: { rope_type: "linear" } }, 4)).toThrow("factor");
    expect(() => rotaryFrequencies({}, 3)).toThrow("even");
  });
});

describe("relative position buckets", () => {
  test("begin with one a distance and end with the last for all that is far", () => {
    const decoder: BucketKind = { twoSided: false, buckets: 32, maximumDistance: 128 };
    expect(range(0, 16).map((distance) => relativePositionBucket(-distance, decoder))).toEqual(range(0, 16));
    expect([1, 2, 50].map((distance) => relativePositionBucket(distance, decoder))).toEqual([0, 0, 0]);
    expect([127, 128, 5000].map((distance) => relativePositionBucket(-distance, decoder))).toEqual([31, 31, 31]);
    const encoder: BucketKind = { twoSided: true, buckets: 32, maximumDistance: 128 };
    expect([0, -1, 1, -7, 7, -8, 8, -16, 16, -32, 32, -64, 64, -127, 127, -4000, 4000].map((distance) => relativePositionBucket(distance, encoder))).toEqual([
      0, 1, 17, 7, 23, 8, 24, 10, 26, 12, 28, 14, 30, 15, 31, 15, 31,
    ]);
  });

  test.for<BucketKind>([
    { twoSided: true, buckets: 32, maximumDistance: 128 },
    { twoSided: false, buckets: 32, maximumDistance: 128 },
    { twoSided: true, buckets: 8, maximumDistance: 20 },
    { twoSided: false, buckets: 8, maximumDistance: 20 },
    { twoSided: false, buckets: 12, maximumDistance: 77 },
  ])("agree with the paper's logarithm: %o", (kind) => {
    for (const distance of range(-600, 600)) expect(relativePositionBucket(distance, kind), String(distance)).toBe(byLogarithm(distance, kind));
  });
});

/** As published, in float64; the nudge is for boundaries that logarithms miss by a rounding. */
function byLogarithm(distance: number, { twoSided, buckets, maximumDistance }: BucketKind): number {
  const side = twoSided ? buckets / 2 : buckets;
  const away = twoSided ? Math.abs(distance) : Math.max(-distance, 0);
  const exact = side / 2;
  const wide = exact + Math.floor((Math.log(away / exact) / Math.log(maximumDistance / exact)) * (side - exact) + 1e-9);
  return (twoSided && distance > 0 ? side : 0) + (away < exact ? away : Math.min(wide, side - 1));
}

function range(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

function expectClose(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  for (const [place, value] of expected.entries()) expect(actual[place], `at ${place}`).toBeCloseTo(value, 12);
}
