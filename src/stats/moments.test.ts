import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean, quantile, RunningMoments, standardDeviation, sum, variance } from "./index.ts";
import { expectClose, reference } from "./testing/reference.ts";

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });

describe(`moments against ${reference.moments.source}`, () => {
  it.each(reference.moments.rows)("$values.length values", ({ values, sum: total, mean: center, variance: spread, quantiles }) => {
    expectClose(sum(values), total);
    expectClose(mean(values), center, { tolerance: 1e-15 });
    expectClose(variance(values), spread);
    expectClose(standardDeviation(values), Math.sqrt(spread));
    for (const [share, expected] of quantiles) expectClose(quantile(values, share), expected);
    const running = new RunningMoments();
    for (const value of values) running.add(value);
    expectClose(running.mean, center);
    // One pass cannot see the digits that a first pass for the mean would have saved.
    expectClose(running.variance, spread, { tolerance: 1e-6 });
  });

  it("adds back what rounding lost", () => {
    expect(sum([1, 1e100, 1, -1e100])).toBe(2);
    expect(sum(Array.from({ length: 1000 }, () => 0.1))).toBe(100);
    expect(sum([])).toBe(0);
    expect(sum([1, Infinity, 2])).toBe(Infinity);
  });

  it("takes typed arrays", () => expect([mean(Float32Array.of(1, 2)), variance(Float64Array.of(1, 3)), quantile(Float32Array.of(3, 1), 1)]).toEqual([1.5, 2, 3]));

  it("refuses too few values and no order", () => {
    expect(() => mean([])).toThrow("undefined");
    expect(() => variance([1])).toThrow("undefined");
    expect(() => quantile([], 0.5)).toThrow("undefined");
    expect(() => quantile([1, Number.NaN, 2], 0.5)).toThrow("NaN");
    expect(() => quantile([1], 2)).toThrow("must lie in [0, 1]");
  });
});

describe("RunningMoments", () => {
  it("merges to what one would have seen", () => {
    fc.assert(
      fc.property(fc.array(number, { maxLength: 30 }), fc.array(number, { maxLength: 30 }), (first, second) => {
        const [one, other, all] = [first, second, [...first, ...second]].map((values) => {
          const moments = new RunningMoments();
          for (const value of values) moments.add(value);
          return moments;
        });
        one!.merge(other!);
        expect(one!.count).toBe(all!.count);
        if (all!.count > 0) expectClose(one!.mean, all!.mean!, { floor: 1e-8 });
        if (all!.count > 1) expectClose(one!.variance, all!.variance!, { floor: 1e-3 });
      }),
    );
  });

  it("knows nothing before it has seen enough", () => {
    const moments = new RunningMoments();
    expect([moments.count, moments.mean, moments.variance]).toEqual([0, null, null]);
    moments.add(4);
    expect([moments.count, moments.mean, moments.variance]).toEqual([1, 4, null]);
  });
});
