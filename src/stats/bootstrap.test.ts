import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clusterBootstrap, clusterDifference, clusterMean, clusterRatio, randomStream } from "./index.ts";
import { expectClose, reference } from "./testing/reference.ts";

describe("the cluster bootstrap", () => {
  // The bootstrap mean of zeros and ones is a binomial share, whose percentiles are whole steps of 1/n.
  it.each(reference.bootstrap.rows)(`of $ones ones among $clusters has the percentiles of ${reference.bootstrap.source}`, ({ ones, clusters, level, low, high, standardError }) => {
    const items = Array.from({ length: clusters }, (_, index) => ({ cluster: `c${index}`, value: index < ones ? 1 : 0 }));
    const interval = clusterMean(items, { seed: 1, replicates: 40_000, level });
    expectClose(interval.estimate, ones / clusters);
    expectClose(interval.low, low);
    expectClose(interval.high, high);
    expectClose(interval.standardError, standardError, { tolerance: 0.02 });
    expect(interval).toMatchObject({ clusters, replicates: 40_000, undefinedReplicates: 0 });
  });

  it("sees clusters, not items: copies of an item add nothing", () => {
    const values = [0.1, 0.9, 0.4, 0.7, 0.2, 0.5];
    const once = values.map((value, index) => ({ cluster: String(index), value }));
    const fourTimes = once.flatMap((item) => [item, item, item, item]);
    const [single, copied] = [clusterMean(once, { seed: 2 }), clusterMean(fourTimes, { seed: 2 })];
    expectClose(copied.low, single.low!);
    expectClose(copied.high, single.high!);
    const asIfIndependent = clusterMean(
      fourTimes.map(({ value }, index) => ({ cluster: String(index), value })),
      { seed: 2 },
    );
    expect(asIfIndependent.standardError!).toBeLessThan(0.6 * single.standardError!);
  });

  it("depends on the seed alone, not on the order of items", () => {
    const item = fc.record({ cluster: fc.string({ maxLength: 2 }), first: fc.option(fc.integer({ min: 0, max: 5 })), second: fc.option(fc.integer({ min: 0, max: 5 })) });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 25 }), fc.integer(), (items, seed) => {
        const options = { seed, replicates: 50 };
        const result = clusterDifference(items, options);
        expect(clusterDifference(randomStream(seed).shuffle(items), options)).toEqual(result);
        expect(result.undefinedReplicates).toBeLessThanOrEqual(50);
      }),
    );
    const items = Array.from({ length: 30 }, (_, index) => ({ cluster: String(index), value: (index * 7919) % 31 }));
    expect(clusterMean(items, { seed: 1 }).low).not.toBe(clusterMean(items, { seed: 2 }).low);
  });

  it("draws both systems of a pair together: a constant gap has no spread", () => {
    const random = randomStream(3);
    const items = Array.from({ length: 40 }, (_, index) => {
      const value = random.integer(10);
      return { cluster: String(index % 13), first: value + 2, second: value };
    });
    const { estimate, low, high, standardError } = clusterDifference(items, { seed: 1, replicates: 500 });
    for (const end of [estimate, low, high]) expectClose(end, 2);
    expectClose(standardError, 0, { floor: 1e-12 });
    const turned = clusterDifference(
      items.map(({ cluster, first, second }) => ({ cluster, first: second, second: first })),
      { seed: 1, replicates: 500 },
    );
    expectClose(turned.low, -high!);
  });

  it("leaves out what was not scored", () => {
    const items = [
      { cluster: "a", value: 1 },
      { cluster: "a", value: null },
      { cluster: "b", value: 0 },
      { cluster: "b", value: 1 },
    ];
    expectClose(clusterMean(items, { seed: 1 }).estimate, 2 / 3);
    const ratio = clusterRatio([{ cluster: "a", numerator: 3, denominator: 4 }, { cluster: "b", numerator: 1, denominator: 12 }], { seed: 1 });
    expect(ratio).toMatchObject({ estimate: 0.25, low: 1 / 12, high: 0.75 });
  });

  it("counts replicates in which a ratio has no denominator", () => {
    const items = [
      { cluster: "a", numerator: 1, denominator: 2 },
      { cluster: "b", numerator: 0, denominator: 0 },
    ];
    const result = clusterRatio(items, { seed: 1, replicates: 1000 });
    // One draw in four is b twice.
    expect(result.undefinedReplicates).toBeGreaterThan(200);
    expect(result.undefinedReplicates).toBeLessThan(300);
    expect(result).toMatchObject({ estimate: 0.5, low: 0.5, high: 0.5 });
  });

  it("says nothing of fewer than two clusters, or of a statistic that is never defined", () => {
    expect(clusterMean([], { seed: 1 })).toEqual({ estimate: null, low: null, high: null, standardError: null, clusters: 0, replicates: 0, undefinedReplicates: 0 });
    expect(clusterMean([{ cluster: "a", value: 3 }], { seed: 1 })).toMatchObject({ estimate: 3, low: null, high: null, clusters: 1 });
    const unscored = [{ cluster: "a", value: null }, { cluster: "b", value: null }];
    expect(clusterMean(unscored, { seed: 1, replicates: 10 })).toMatchObject({ estimate: null, low: null, undefinedReplicates: 10 });
  });

  it("covers the truth of clustered data, where items taken as independent do not", () => {
    let covered = 0;
    let coveredByItems = 0;
    const runs = 300;
    for (let run = 0; run < runs; run++) {
      // 40 inputs under 4 instructions; three of four inputs decide all their items alike.
      const items = Array.from({ length: 40 }, (_, input) => {
        const random = randomStream(12, run, input);
        const together = random.uniform() < 0.75;
        const shared = random.uniform() < 0.4 ? 1 : 0;
        return [0, 1, 2, 3].map((task) => ({ cluster: `${input}`, item: `${input}/${task}`, value: together ? shared : random.uniform() < 0.4 ? 1 : 0 }));
      }).flat();
      const interval = clusterMean(items, { seed: run, replicates: 400 });
      const byItems = clusterMean(
        items.map(({ item, value }) => ({ cluster: item, value })),
        { seed: run, replicates: 400 },
      );
      if (interval.low! <= 0.4 && 0.4 <= interval.high!) covered++;
      if (byItems.low! <= 0.4 && 0.4 <= byItems.high!) coveredByItems++;
    }
    expect(covered / runs).toBeGreaterThan(0.9);
    expect(coveredByItems / runs).toBeLessThan(0.85);
  });

  it("takes any statistic of sums", () => {
    const clusters = [[1, 2, 5], [0, 4, 5], [3, 3, 5]];
    const seen: number[][] = [];
    const result = clusterBootstrap({ clusters, seed: 1, replicates: 20, statistic: (sums) => (seen.push([...sums]), Math.max(...sums)) });
    expect(seen[0]).toEqual([4, 9, 15]);
    expect(seen).toHaveLength(21);
    expect(seen.every((sums) => sums[2] === 15)).toBe(true);
    expect(result).toMatchObject({ estimate: 15, low: 15, high: 15 });
  });

  it("gives each replicate an address of its own, so that replicates may be drawn anywhere, in any order", () => {
    const clusters = [[1], [10], [100], [1000]];
    const seen: number[] = [];
    clusterBootstrap({ clusters, seed: 5, replicates: 9, statistic: ([total]) => seen.push(total!) });
    for (const replicate of [8, 0, 3]) {
      const random = randomStream(5, "cluster-bootstrap", replicate);
      expect(seen[1 + replicate]).toBe(clusters.reduce((total) => total + clusters[random.integer(4)]![0]!, 0));
    }
  });

  it("refuses misuse", () => {
    expect(() => clusterBootstrap({ clusters: [[1], [1, 2]], statistic, seed: 1 })).toThrow("Cluster 1 has 2 numbers where the first has 1.");
    expect(() => clusterBootstrap({ clusters: [[1], [Number.NaN]], statistic, seed: 1 })).toThrow("finite");
    expect(() => clusterBootstrap({ clusters: [[1]], statistic, seed: 1, level: 1 })).toThrow("strictly between");
    expect(() => clusterBootstrap({ clusters: [[1]], statistic, seed: 1, replicates: -1 })).toThrow("whole number");
    expect(() => clusterMean([{ cluster: "a", value: 1 }, { cluster: "b", value: 1 }], { seed: 0.5 })).toThrow(expect.objectContaining({ code: "invalid-seed" }));
  });

  it("draws 2000 items 5000 times well within a second or two, even on a busy machine", () => {
    const items = Array.from({ length: 2000 }, (_, index) => ({ cluster: String(index), value: index % 3 }));
    const start = performance.now();
    clusterMean(items, { seed: 1, replicates: 5000 });
    expect(performance.now() - start).toBeLessThan(3000);
  });
});

function statistic(): number {
  return 0;
}
