import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clopperPearsonInterval, type Interval, wilsonInterval } from "./index.ts";
import { binomialProbability } from "./distribution/binomial.ts";
import { expectClose, reference } from "./testing/reference.ts";

describe(`intervals of a proportion against ${reference.proportions.source}`, () => {
  it.each(reference.proportions.rows)("$successes of $trials at $level", ({ successes, trials, level, wilson, clopperPearson }) => {
    expectEnds(wilsonInterval(successes, trials, { level }), wilson);
    expectEnds(clopperPearsonInterval(successes, trials, { level }), clopperPearson);
  });
});

const counts = fc.integer({ min: 1, max: 400 }).chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

describe.each([
  ["Wilson", wilsonInterval],
  ["Clopper–Pearson", clopperPearsonInterval],
])("the %s interval", (_, interval) => {
  it("says nothing of no trials", () => expect(interval(0, 0)).toEqual({ low: 0, high: 1 }));

  it("ends exactly at 0 and 1 when none or all succeed", () => {
    expect(interval(0, 7).low).toBe(0);
    expect(interval(7, 7).high).toBe(1);
  });

  it("holds the proportion, mirrors failures, grows with the level and moves up with the successes", () => {
    fc.assert(
      fc.property(counts, ([successes, trials]) => {
        const { low, high } = interval(successes, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(successes / trials);
        expect(high).toBeGreaterThanOrEqual(successes / trials);
        expect(high).toBeLessThanOrEqual(1);
        const mirrored = interval(trials - successes, trials);
        expectClose(mirrored.low, 1 - high);
        const wider = interval(successes, trials, { level: 0.99 });
        expect(wider.low).toBeLessThanOrEqual(low);
        expect(wider.high).toBeGreaterThanOrEqual(high);
        if (successes < trials) expect(interval(successes + 1, trials).low).toBeGreaterThan(low);
      }),
    );
  });

  it.each([
    [-1, 5],
    [6, 5],
    [1.5, 5],
    [1, Number.NaN],
    [0, Infinity],
  ])("refuses %d of %d", (successes, trials) => expect(() => interval(successes, trials)).toThrow(expect.objectContaining({ code: "invalid-statistic" })));

  it.each([0, 1, 1.2, Number.NaN])("refuses the level %d", (level) => expect(() => interval(1, 2, { level })).toThrow("strictly between 0 and 1"));
});

it("Clopper–Pearson never covers less than its level, computed over all outcomes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.constantFrom(0.8, 0.95), (trials, p, level) => {
      expect(coverage(clopperPearsonInterval, trials, p, level)).toBeGreaterThanOrEqual(level - 1e-12);
    }),
  );
});

it("Wilson covers close to its level on average over proportions", () => {
  const proportions = Array.from({ length: 199 }, (_, index) => (index + 1) / 200);
  const average = proportions.reduce((total, p) => total + coverage(wilsonInterval, 30, p, 0.95), 0) / proportions.length;
  expect(average).toBeGreaterThan(0.945);
  expect(average).toBeLessThan(0.96);
});

function coverage(interval: typeof wilsonInterval, trials: number, p: number, level: number): number {
  let total = 0;
  for (let successes = 0; successes <= trials; successes++) {
    const { low, high } = interval(successes, trials, { level });
    if (low <= p && p <= high) total += binomialProbability(successes, trials, p);
  }
  return total;
}

function expectEnds({ low, high }: Interval, [expectedLow, expectedHigh]: [number, number]): void {
  expectClose(low, expectedLow);
  expectClose(high, expectedHigh);
}
