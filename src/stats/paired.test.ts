import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holm, mcnemarExact, mcnemarMidP, pairedCounts, pairedPower, randomStream, smallestDetectableDifference } from "./index.ts";
import { expectClose, reference } from "./testing/reference.ts";

describe(`McNemar's test against ${reference.mcnemar.source}`, () => {
  it.each(reference.mcnemar.rows)("%d and %d discordant pairs", (onlyFirst, onlySecond, exact, midP) => {
    expectClose(mcnemarExact({ onlyFirst, onlySecond }), exact);
    expectClose(mcnemarMidP({ onlyFirst, onlySecond }), midP);
  });

  it("gives the published 0.0703 and 0.0391 for 1 and 7 pairs (Fagerland et al. 2013, Bentur's data)", () => {
    expect(mcnemarExact({ onlyFirst: 1, onlySecond: 7 })).toBeCloseTo(0.0703, 4);
    expect(mcnemarMidP({ onlyFirst: 1, onlySecond: 7 })).toBeCloseTo(0.0391, 4);
  });

  it("does not care which system is first, and mid-p is never above exact", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (onlyFirst, onlySecond) => {
        const pValue = mcnemarExact({ onlyFirst, onlySecond });
        expect(mcnemarExact({ onlyFirst: onlySecond, onlySecond: onlyFirst })).toBe(pValue);
        expect(mcnemarMidP({ onlyFirst, onlySecond })).toBeLessThanOrEqual(pValue);
        expect(pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("refuses what is no count", () => {
    expect(() => mcnemarExact({ onlyFirst: -1, onlySecond: 2 })).toThrow("whole number");
    expect(() => mcnemarMidP({ onlyFirst: 1, onlySecond: 0.5 })).toThrow("whole number");
  });
});

describe("pairedCounts", () => {
  it("counts all four ways", () => {
    expect(pairedCounts([true, true, false, false, true], [true, false, true, false, false])).toEqual({ both: 1, onlyFirst: 2, onlySecond: 1, neither: 1 });
  });

  it("refuses lists of different length", () => expect(() => pairedCounts([true], [])).toThrow("as many items on either side"));
});

describe(`power of the paired test against ${reference.pairedPower.source}`, () => {
  it.each(reference.pairedPower.powers)("%d pairs, discordance %d, difference %d, significance %d", (pairs, discordance, difference, significance, power) => {
    expectClose(pairedPower({ pairs, discordance, difference, significance }), power);
  });

  it.each(reference.pairedPower.smallest)("smallest difference of %d pairs, discordance %d, power %d", (pairs, discordance, power, difference) => {
    expectClose(smallestDetectableDifference({ pairs, discordance, power }), difference);
  });

  it("holds the test's size, grows with the difference, and the smallest difference has the power asked for", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 300 }), fc.double({ min: 0.1, max: 1, noNaN: true }), fc.constantFrom(0.5, 0.8, 0.9), (pairs, discordance, power) => {
        expect(pairedPower({ pairs, discordance, difference: 0 })).toBeLessThanOrEqual(0.05);
        const smallest = smallestDetectableDifference({ pairs, discordance, power });
        if (smallest === null) {
          expect(pairedPower({ pairs, discordance, difference: discordance })).toBeLessThan(power);
          return;
        }
        expectClose(pairedPower({ pairs, discordance, difference: Math.min(discordance, smallest) }), power);
        expect(pairedPower({ pairs, discordance, difference: smallest / 2 })).toBeLessThan(power);
        expect(pairedPower({ pairs, discordance, difference: -smallest / 2 })).toBe(pairedPower({ pairs, discordance, difference: smallest / 2 }));
      }),
      { numRuns: 50 },
    );
  });

  it("is null when nothing can be shown: five pairs never reach p ≤ 0.05", () => {
    expect(smallestDetectableDifference({ pairs: 5, discordance: 1 })).toBeNull();
    expect(smallestDetectableDifference({ pairs: 6, discordance: 1 })).not.toBeNull();
    expect(smallestDetectableDifference({ pairs: 0, discordance: 0.3 })).toBeNull();
  });

  it("agrees with simulated comparisons", () => {
    const design = { pairs: 120, discordance: 0.3, difference: 0.15 };
    const rejections = Array.from({ length: 4000 }, (_, run) => {
      const random = randomStream(5, "power", run);
      const counts = { onlyFirst: 0, onlySecond: 0 };
      for (let pair = 0; pair < design.pairs; pair++) {
        const draw = random.uniform();
        if (draw < 0.225) counts.onlyFirst++;
        else if (draw < 0.3) counts.onlySecond++;
      }
      return mcnemarExact(counts) <= 0.05 ? 1 : 0;
    });
    const share = rejections.reduce<number>((total, one) => total + one, 0) / rejections.length;
    expect(Math.abs(share - pairedPower(design))).toBeLessThan(0.03);
  });

  it("refuses designs that cannot be", () => {
    expect(() => pairedPower({ pairs: 10, discordance: 0.1, difference: 0.2 })).toThrow("cannot differ by 0.2");
    expect(() => smallestDetectableDifference({ pairs: 10, discordance: 0 })).toThrow("(0, 1]");
    expect(() => smallestDetectableDifference({ pairs: 10, discordance: 0.5, power: 1 })).toThrow("strictly between");
    expect(() => smallestDetectableDifference({ pairs: 1.5, discordance: 0.5 })).toThrow("whole number");
  });
});

describe(`Holm's adjustment against ${reference.holm.source}`, () => {
  it.each(reference.holm.rows)("%j", (pValues, adjusted) => {
    for (const [index, value] of holm(pValues).entries()) expectClose(value, adjusted[index]!);
  });

  it("takes none", () => expect(holm([])).toEqual([]));

  it("never lowers a p-value, keeps their order, and follows them through any shuffle", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), fc.integer(), (pValues, seed) => {
        const adjusted = holm(pValues);
        for (const [i, p] of pValues.entries()) {
          expect(adjusted[i]).toBeGreaterThanOrEqual(p);
          for (const [j, q] of pValues.entries()) if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!);
        }
        const order = randomStream(seed).shuffle(pValues.map((_, index) => index));
        expect(holm(order.map((index) => pValues[index]!))).toEqual(order.map((index) => adjusted[index]));
      }),
    );
  });

  it("refuses what is no p-value", () => expect(() => holm([0.1, 1.1])).toThrow("must lie in [0, 1]"));
});
