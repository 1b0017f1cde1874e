import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterBootstrap, clusterMean, randomStream, wilsonInterval } from "../../../stats/index.ts";
import { type GroupMean, groupMeans, type StratumValue } from "./group-means.ts";
import { differenceInterval, effectiveSize, shareInterval } from "./intervals.ts";

const options = { seed: 3, replicates: 300, level: 0.9 };

describe("groupMeans", () => {
  it("is the cluster mean of src/stats where there is one stratum", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ cluster: fc.constantFrom("a", "b", "c", "d"), value: fc.constantFrom(0, 0.5, 1, null) }), { maxLength: 20 }), (items) => {
        const [group] = groupMeans({ ...options, groups: [[0]], values: items.map((item) => ({ ...item, strata: [0] })) });
        const { estimate, low, high, standardError } = clusterMean(items, options);
        expect(group).toMatchObject({ mean: estimate, low, high, standardError });
      }),
      { numRuns: 40 },
    );
  });

  it("is one bootstrap of a mean of means where there are several, the same whatever else is asked for", () => {
    const random = randomStream(9);
    const values = Array.from({ length: 90 }, (_, index): StratumValue => ({ cluster: `input ${index % 15}`, strata: [Math.floor(index / 15) % 3, 3], value: random.integer(4) === 0 ? null : random.integer(2) }));
    const rows = [...Map.groupBy(values, ({ cluster }) => cluster)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, inside]) =>
      [0, 1, 2].flatMap((stratum) => {
        const scored = inside.filter(({ strata, value }) => strata[0] === stratum && value !== null);
        return [scored.reduce((total, { value }) => total + value!, 0), scored.length];
      }),
    );
    const expected = clusterBootstrap({ ...options, clusters: rows, statistic: ([a, b, c, d, e, f]) => [a! / b!, c! / d!, e! / f!].reduce((total, mean) => total + mean, 0) / 3 });
    const [first, , second] = groupMeans({ ...options, values, groups: [[0, 1, 2], [3], [0, 1, 2]] });
    expect(first).toEqual(second);
    expect(first!.mean).toBeCloseTo(expected.estimate!, 12);
    expect([first!.low, first!.high, first!.standardError]).toEqual([expected.low, expected.high, expected.standardError].map((value) => expect.closeTo(value!, 12)));
  });

  it("knows how many independent items its spread is worth", () => {
    const random = randomStream(10);
    const draw = (alike: boolean): StratumValue[] =>
      Array.from({ length: 400 }, () => random.integer(2)).flatMap((shared, cluster) => [0, 1, 2, 3].map((stratum) => ({ cluster: `${cluster}`, strata: [stratum], value: alike ? shared : random.integer(2) })));
    const size = (alike: boolean): number => effectiveSize(groupMeans({ ...options, replicates: 2000, groups: [[0, 1, 2, 3]], values: draw(alike) })[0]!, "share");
    expect(size(true) / 400).toBeCloseTo(1, 0);
    expect(size(false) / 1600).toBeCloseTo(1, 0);
  });
});

const mean = (values: Partial<GroupMean>): GroupMean => ({ mean: 0, low: null, high: null, standardError: null, clusters: 0, items: 0, meanSquare: 0, ...values });

describe("intervals", () => {
  it("are Wilson's where nothing varies", () => {
    for (const [passed, clusters] of [[0, 100], [7, 7], [0, 1]] as const) {
      const { low, high } = wilsonInterval(passed, clusters);
      expect(shareInterval(mean({ mean: passed / clusters, meanSquare: passed / clusters, clusters, standardError: 0 }), 0.95)).toEqual({ low: expect.closeTo(low, 12), high: expect.closeTo(high, 12) });
    }
  });

  it("are Wilson's or the bootstrap's, whichever end is further", () => {
    const [passed, clusters] = [30, 100];
    const standardError = Math.sqrt((0.3 * 0.7) / 100);
    const wilson = wilsonInterval(passed, clusters);
    expect(shareInterval(mean({ mean: 0.3, meanSquare: 0.3, clusters, standardError, low: 0.1, high: 0.31 }), 0.95)).toEqual({ low: 0.1, high: expect.closeTo(wilson.high, 12) });
  });

  it("of differences are Bonett and Price's: the documented example of the R package statpsych, ci.prop.ps(.05, 12, 4, 26, 6)", () => {
    const [difference, meanSquare] = [(26 - 4) / 48, (26 + 4) / 48];
    const found = differenceInterval(mean({ mean: difference, meanSquare, clusters: 48, standardError: Math.sqrt((meanSquare - difference ** 2) / 48) }), 0.95);
    expect(found).toEqual({ low: expect.closeTo(0.2548067, 6), high: expect.closeTo(0.6251933, 6) });
  });

  it("stay in their range, and say nothing of nothing", () => {
    expect(shareInterval(mean({ mean: null, meanSquare: null }), 0.95)).toBeNull();
    expect(differenceInterval(mean({ mean: null, meanSquare: null }), 0.95)).toBeNull();
    const { low, high } = differenceInterval(mean({ mean: 1, meanSquare: 1, clusters: 2, standardError: 0 }), 0.95)!;
    expect(low).toBeGreaterThan(-1);
    expect(high).toBe(1);
  });
});
