import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean, normalCdf, randomStream, type RandomStream, variance } from "../index.ts";
import { expectToFit } from "../testing/reference.ts";
import { philox4x32 } from "./philox.ts";

describe("Philox4x32-10", () => {
  // Counter, key and result of the lines "philox4x32 10" in tests/kat_vectors of DEShawResearch/random123, v1.14.0.
  it.each([
    ["00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    ["ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    ["243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ])("gives the published result for %s under %s", (counter, key, result) => {
    expect(philox(words(counter), words(key))).toEqual(words(result));
  });

  it("agrees with the paper's definition in big integers", () => {
    const word = fc.nat(0xffffffff);
    fc.assert(
      fc.property(fc.tuple(word, word, word, word), fc.tuple(word, word), (counter, key) => {
        expect(philox(counter, key)).toEqual(philoxInBigIntegers(counter, key));
      }),
    );
  });
});

describe("a random stream", () => {
  it("gives the same numbers in every version of this program", () => {
    // Published results depend on these: a change here makes every recorded seed mean something else.
    const random = randomStream(0, "item", 7);
    const drawn = [random.uint32(), random.uniform(), random.integer(1000), random.normal(), random.gumbel()];
    expect(drawn).toEqual([4101702628, 0.022163112087991932, 582, 0.3763695683973661, 0.08765875428791249]);
    expect(randomStream(0, "item", 7).shuffle([1, 2, 3, 4, 5, 6])).toEqual([6, 2, 5, 3, 4, 1]);
  });

  it("is read by index as it is drawn in order", () => {
    const random = randomStream(3, "read");
    const drawn = Array.from({ length: 50 }, () => random.uniform());
    const indices = randomStream(4).shuffle(drawn.map((_, index) => index));
    for (const index of indices) expect(randomStream(3, "read").at(index)).toBe(drawn[index]);
    // What was drawn or read before changes nothing.
    expect(random.at(0)).toBe(drawn[0]);
    expect(random.uniform()).toBe(randomStream(3, "read").at(50));
    expect(random.at(2 ** 53 - 1)).not.toBe(random.at(2 ** 53 - 2 ** 34 - 1));
  });

  it("does not depend on batch or order: any schedule gives each item the same numbers", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 7 }), (seed, count, batch) => {
        const draw = (item: number): number[] => {
          const random = randomStream(seed, "item", item);
          return [random.normal(), random.integer(10), random.uniform()];
        };
        const inOrder = Array.from({ length: count }, (_, item) => draw(item));
        const results: number[][] = [];
        for (let start = 0; start < count; start += batch) {
          const streams = inOrder.slice(start, start + batch).map((_, offset) => ({ item: start + offset, random: randomStream(seed, "item").child(start + offset) }));
          // Interleaved and backwards within the batch.
          for (const { item } of streams) results[item] = [];
          for (const take of [(random: RandomStream) => random.normal(), (random: RandomStream) => random.integer(10), (random: RandomStream) => random.uniform()]) {
            for (const { item, random } of streams.toReversed()) results[item]!.push(take(random));
          }
        }
        expect(results).toEqual(inOrder);
      }),
    );
  });

  it("extends a path by children", () => {
    const parent = randomStream(9, "a");
    parent.uint32();
    expect(parent.child("b", 2).uint32()).toBe(randomStream(9, "a", "b", 2).uint32());
    expect(parent.child().uint32()).toBe(randomStream(9, "a").uint32());
  });

  it("has an address of its own for every path", () => {
    const paths: (number | string)[][] = [[], [""], ["", ""], ["a"], ["a", ""], ["ab"], ["a", "b"], ["b", "a"], ["a\0"], ["1"], ["12345678"], ["12345678", "9"], ["123456789"], ["\ud800"], ["\udfff"]];
    const seeds = [0, 1, -1, 2, 2 ** 32, 2 ** 32 + 1, -(2 ** 32), 2 ** 53 - 1, -(2 ** 53 - 1)];
    const addresses = [...seeds.flatMap((seed) => paths.map((path) => [seed, ...path])), ...seeds.map((seed) => [1, seed]), ...seeds.map((seed) => [1, 1, seed])];
    const firsts = addresses.map(([seed, ...path]) => randomStream(seed as number, ...path).uniform());
    expect(new Set(firsts).size).toBe(addresses.length);
    expect(randomStream(-0).uint32()).toBe(randomStream(0).uint32());
  });

  it.each([1.5, Number.NaN, Infinity, 2 ** 53, "1" as unknown as number])("refuses the seed %s only where it is no whole number", (seed) => {
    if (typeof seed === "string") expect(() => randomStream(1, seed)).not.toThrow();
    else {
      expect(() => randomStream(seed)).toThrow(expect.objectContaining({ code: "invalid-seed" }));
      expect(() => randomStream(1, "a", seed)).toThrow(expect.objectContaining({ code: "invalid-seed" }));
    }
  });
});

describe("draws have their distributions", () => {
  it("bits, along one stream and across the first numbers of neighbouring ones", () => {
    const random = randomStream(1, "bits");
    expectToFit(histogram(256, 100_000, () => random.uint32() >>> 24));
    expectToFit(histogram(256, 100_000, () => random.uint32() & 255));
    expectToFit(histogram(256, 100_000, (index) => randomStream(1, "neighbour", index).uint32() & 255));
    expectToFit(histogram(256, 100_000, (index) => randomStream(index).uint32() >>> 24));
    expectToFit(histogram(256, 100_000, (index) => randomStream(1, String(index)).uint32() >>> 24));
  });

  it("neighbouring streams, indices and successive numbers are uncorrelated", () => {
    const size = 50_000;
    const pairs = [
      (index: number) => [randomStream(2, index).uniform(), randomStream(2, index + 1).uniform()],
      (index: number) => [randomStream(index).at(0), randomStream(index).at(1)],
      (index: number) => [randomStream(2, "x", index).uniform(), randomStream(2, index, "x").uniform()],
      (index: number) => [randomStream(2, index).uniform(), randomStream(2, index).child(0).uniform()],
    ];
    for (const pair of pairs) {
      const products = Array.from({ length: size }, (_, index) => {
        const [a, b] = pair(index);
        return 12 * (a! - 0.5) * (b! - 0.5);
      });
      // Mean 0, variance 1: five standard errors.
      expect(Math.abs(mean(products))).toBeLessThan(5 / Math.sqrt(size));
      expectToFit(jointHistogram(size, pair));
    }
  });

  it("uniform: 53 bits in [0, 1)", () => {
    const random = randomStream(5);
    const values = Array.from({ length: 20_000 }, () => random.uniform());
    expect(values.every((value) => value >= 0 && value < 1 && Number.isInteger(value * 2 ** 53))).toBe(true);
    expect(values.some((value) => (value * 2 ** 53) % 2 === 1)).toBe(true);
    expect(kolmogorov(values, (x) => x)).toBeLessThan(1.95);
  });

  it("integers reject the words that would favour some values (Lemire 2019, in big integers)", () => {
    // 2^32 mod 2 096 129 is as large as it gets, so one word in 2050 is rejected.
    const below = 2_096_129;
    const words = randomStream(11);
    const expected = Array.from({ length: 20_000 }, () => {
      for (;;) {
        const product = BigInt(words.uint32()) * BigInt(below);
        if ((product & 0xffffffffn) >= 2n ** 32n % BigInt(below)) return Number(product >> 32n);
      }
    });
    const random = randomStream(11);
    expect(expected.map(() => random.integer(below))).toEqual(expected);
    // Both have drawn the same number of words: more than one for each, so some were rejected.
    const next = random.uint32();
    expect(words.uint32()).toBe(next);
    const unrejected = randomStream(11);
    for (let drawn = 0; drawn < expected.length; drawn++) unrejected.uint32();
    expect(unrejected.uint32()).not.toBe(next);
  });

  it("integers below 10, below 3 · 2^20 and below ⅔ of 2^53, where a remainder would favour small ones", () => {
    const random = randomStream(6);
    expectToFit(histogram(10, 100_000, () => random.integer(10)));
    expectToFit(histogram(24, 100_000, () => Math.floor(random.integer(24 * 2 ** 17) / 2 ** 17)));
    const below = Math.floor(2 ** 53 / 3) * 2;
    expectToFit(histogram(10, 100_000, () => Math.floor((random.integer(below) / below) * 10)));
    expect(Array.from({ length: 100 }, () => random.integer(1))).toEqual(Array.from({ length: 100 }, () => 0));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 53 - 1 }), fc.nat(), (below, seed) => {
        const value = randomStream(seed).integer(below);
        expect(Number.isInteger(value) && value >= 0 && value < below).toBe(true);
      }),
    );
  });

  it("shuffles: all 24 orders of four, alike", () => {
    const random = randomStream(7);
    const orders = new Map<string, number>();
    for (let run = 0; run < 48_000; run++) {
      const order = random.shuffle("abcd".split("")).join("");
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(orders.size).toBe(24);
    expectToFit([...orders.values()]);
  });

  it("a shuffle keeps every item and its input; a sample has no item twice", () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer(), (items, seed) => {
        const before = [...items];
        const shuffled = randomStream(seed).shuffle(items);
        expect(items).toEqual(before);
        expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
        const places = items.map((_, index) => index);
        const count = Math.floor(items.length / 2);
        expect(new Set(randomStream(seed).sample(places, count)).size).toBe(count);
      }),
    );
  });

  it("samples: every pair out of four, alike, and choices", () => {
    const random = randomStream(8);
    const pairs = ["ab", "ac", "ad", "bc", "bd", "cd"];
    expectToFit(histogram(6, 60_000, () => pairs.indexOf(random.sample(["a", "b", "c", "d"], 2).toSorted().join(""))));
    expectToFit(histogram(10, 60_000, () => random.choice([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])));
  });

  it("normal, exponential and Gumbel", () => {
    const size = 100_000;
    const random = randomStream(9);
    const normals = Array.from({ length: size }, () => random.normal());
    expect(kolmogorov(normals, normalCdf)).toBeLessThan(1.95);
    expect(Math.abs(mean(normals))).toBeLessThan(5 / Math.sqrt(size));
    expect(Math.abs(variance(normals) - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
    expect(kolmogorov(Array.from({ length: size }, () => random.exponential()), (x) => -Math.expm1(-x))).toBeLessThan(1.95);
    expect(kolmogorov(Array.from({ length: size }, () => random.gumbel()), (x) => Math.exp(-Math.exp(-x)))).toBeLessThan(1.95);
  });

  it("the largest logit plus Gumbel noise is a draw from the softmax, as weightedIndex draws from weights", () => {
    const weights = [0.05, 0.3, 0.1, 0.25, 0.2, 0.1];
    const random = randomStream(10);
    const argmax = (): number => {
      const noisy = weights.map((weight) => Math.log(weight) + random.gumbel());
      return noisy.indexOf(Math.max(...noisy));
    };
    expectToFit(histogram(6, 60_000, argmax), weights);
    expectToFit(
      histogram(6, 60_000, () => random.weightedIndex(weights.map((weight) => weight * 40))),
      weights,
    );
    expect(Array.from({ length: 500 }, () => random.weightedIndex(Float32Array.of(0, 0, 3, 0)))).toEqual(Array.from({ length: 500 }, () => 2));
  });

  it("refuses what cannot be drawn", () => {
    const random = randomStream(1);
    for (const below of [0, -1, 1.5, Number.NaN, 2 ** 53]) expect(() => random.integer(below)).toThrow("at least 1");
    expect(() => random.choice([])).toThrow("nothing to choose");
    expect(() => random.sample([1], 2)).toThrow("cannot be drawn");
    expect(() => random.weightedIndex([0, 0])).toThrow("no weight above 0");
    expect(() => random.weightedIndex([1, -1])).toThrow("must not be negative");
    expect(() => random.weightedIndex([1, Number.NaN])).toThrow("finite");
    expect(() => random.at(-1)).toThrow("whole number");
  });
});

function words(text: string): number[] {
  return text.split(" ").map((word) => Number.parseInt(word, 16));
}

function philox(counter: readonly number[], key: readonly number[]): number[] {
  const block = new Uint32Array(4);
  philox4x32(counter[0]!, counter[1]!, counter[2]!, counter[3]!, key[0]!, key[1]!, block);
  return [...block];
}

function philoxInBigIntegers(counter: readonly number[], key: readonly number[]): number[] {
  const mask = 0xffffffffn;
  let [l0, r0, l1, r1] = [BigInt(counter[1]!), BigInt(counter[0]!), BigInt(counter[3]!), BigInt(counter[2]!)];
  let [k0, k1] = [BigInt(key[0]!), BigInt(key[1]!)];
  for (let round = 0; round < 10; round++) {
    const [p0, p1] = [r0 * 0xd2511f53n, r1 * 0xcd9e8d57n];
    [l0, r0, l1, r1] = [p1 & mask, (p1 >> 32n) ^ k0 ^ l0, p0 & mask, (p0 >> 32n) ^ k1 ^ l1];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [r0, l0, r1, l1].map(Number);
}

function histogram(bins: number, size: number, draw: (index: number) => number): number[] {
  const counts = Array.from({ length: bins }, () => 0);
  for (let index = 0; index < size; index++) counts[draw(index)]!++;
  return counts;
}

/** Ten by ten cells of pairs of uniform numbers. */
function jointHistogram(size: number, pair: (index: number) => number[]): number[] {
  return histogram(100, size, (index) => {
    const [a, b] = pair(index);
    return Math.floor(a! * 10) * 10 + Math.floor(b! * 10);
  });
}

/** √n times the largest distance from the distribution; above 1.95 once in a thousand (Kolmogorov). */
function kolmogorov(values: readonly number[], cdf: (value: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  let largest = 0;
  for (const [index, value] of sorted.entries()) {
    const expected = cdf(value);
    largest = Math.max(largest, expected - index / sorted.length, (index + 1) / sorted.length - expected);
  }
  return largest * Math.sqrt(sorted.length);
}
