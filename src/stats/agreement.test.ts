import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cohenKappa, krippendorffAlpha, midRanks, randomStream, spearman } from "./index.ts";
import { expectClose, reference } from "./testing/reference.ts";

const label = fc.constantFrom("pass", "fail", "unscored");
const labelPairs = fc.array(fc.tuple(label, label), { minLength: 2, maxLength: 60 });

describe(`Cohen's κ against ${reference.kappa.source}`, () => {
  it.each(reference.kappa.rows)("$categories.length categories, $first.length items, weights: $weights", ({ first, second, categories, weights, ...expected }) => {
    const result = cohenKappa(first, second, { weights, categories });
    expectClose(result.kappa, expected.kappa);
    expectClose(result.standardError, expected.standardError);
  });

  it("brings an interval of normal width, within [−1, 1]", () => {
    const { first, second, kappa, standardError } = reference.kappa.rows[0]!;
    expectClose(cohenKappa(first, second, { level: 0.8 }).low, kappa - 1.2815515655446004 * standardError);
    expect(cohenKappa([1, 2, 1, 2], [1, 2, 1, 2])).toMatchObject({ kappa: 1, low: 1, high: 1, observed: 1, expected: 0.5, items: 4 });
  });

  it("is null where chance explains all, and for no items", () => {
    expect(cohenKappa(["pass", "pass"], ["pass", "pass"])).toMatchObject({ kappa: null, low: null, observed: 1, expected: 1 });
    expect(cohenKappa([], [])).toMatchObject({ kappa: null, observed: null, items: 0 });
    // A constant judge against a truth that varies: no better than chance.
    expect(cohenKappa(["pass", "pass", "pass"], ["pass", "fail", "pass"]).kappa).toBeCloseTo(0, 12);
  });

  it("does not care who is first, what labels are called, or about unused categories", () => {
    fc.assert(
      fc.property(labelPairs, (pairs) => {
        const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const { kappa } = cohenKappa(first, second);
        if (kappa === null) return;
        const renamed = { pass: 3, fail: 1, unscored: 2 };
        expectClose(cohenKappa(second, first).kappa, kappa, { floor: 1e-12 });
        expectClose(
          cohenKappa(
            first.map((name) => renamed[name as "pass"]),
            second.map((name) => renamed[name as "pass"]),
          ).kappa,
          kappa,
          { floor: 1e-12 },
        );
        expectClose(cohenKappa<string>(first, second, { categories: ["a", "pass", "fail", "unscored", "z"] }).kappa, kappa, { floor: 1e-12 });
      }),
    );
  });

  it("with two categories, weights change nothing", () => {
    const [first, second] = [
      [1, 0, 1, 1, 0, 1],
      [1, 1, 1, 0, 0, 1],
    ];
    const plain = cohenKappa(first!, second!).kappa!;
    for (const weights of ["linear", "quadratic"] as const) expectClose(cohenKappa(first!, second!, { weights, categories: [0, 1] }).kappa, plain);
  });

  it("refuses misuse", () => {
    expect(() => cohenKappa([1], [])).toThrow("as many labels each");
    expect(() => cohenKappa([1], [1], { weights: "linear" })).toThrow("needs its categories");
    expect(() => cohenKappa([1], [2], { categories: [1] })).toThrow("The label 2 is not among");
    expect(() => cohenKappa([1], [1], { categories: [1, 1] })).toThrow("listed twice");
  });
});

describe(`Krippendorff's α against ${reference.alpha.source}`, () => {
  it.each(reference.alpha.rows)("$units.length units, $scale", ({ units, scale, alpha }) => expectClose(krippendorffAlpha(units, { scale }), alpha));

  it("is 1 for full agreement, null where nothing differs or nothing can be compared", () => {
    expect(krippendorffAlpha([["a", "a"], ["b", "b", null]], { scale: "nominal" })).toBe(1);
    expect(krippendorffAlpha([[5, 5], [5, 5]], { scale: "interval" })).toBeNull();
    expect(krippendorffAlpha([["a"], [null, "b"], []], { scale: "nominal" })).toBeNull();
  });

  const units = fc.array(fc.array(fc.option(fc.integer({ min: 0, max: 4 })), { maxLength: 4 }), { minLength: 2, maxLength: 20 });

  it("does not care about the order of raters and units, nor about units with one value", () => {
    fc.assert(
      fc.property(units, fc.constantFrom("nominal" as const, "ordinal" as const, "interval" as const), fc.integer(), (units, scale, seed) => {
        const alpha = krippendorffAlpha(units, { scale });
        const random = randomStream(seed);
        const shuffled = [...random.shuffle(units.map((unit) => random.shuffle(unit))), [3], [null, 4]];
        const again = krippendorffAlpha(shuffled, { scale });
        if (alpha === null) expect(again).toBeNull();
        else expectClose(again, alpha, { floor: 1e-12 });
      }),
    );
  });

  it("on an ordinal scale sees only the order, on an interval scale no shift and no stretch", () => {
    fc.assert(
      fc.property(units, (units) => {
        const map = (change: (value: number) => number): (number | null)[][] => units.map((unit) => unit.map((value) => (value === null ? null : change(value))));
        const ordinal = krippendorffAlpha(units, { scale: "ordinal" });
        if (ordinal === null) return;
        expectClose(krippendorffAlpha(map((value) => Math.exp(3 * value)), { scale: "ordinal" }), ordinal, { floor: 1e-12 });
        expectClose(krippendorffAlpha(map((value) => 7 - 2.5 * value), { scale: "interval" }), krippendorffAlpha(units, { scale: "interval" })!, { floor: 1e-12 });
      }),
    );
  });

  it("refuses text on a scale of numbers", () => {
    expect(() => krippendorffAlpha([["a", "b"]], { scale: "ordinal" })).toThrow("An ordinal scale needs finite numbers, not a.");
    expect(() => krippendorffAlpha([[1, Number.NaN]], { scale: "interval" })).toThrow("not NaN");
  });
});

describe(`Spearman's ρ against ${reference.spearman.source}`, () => {
  it.each(reference.spearman.rows)("$first.length pairs", ({ first, second, rho, student, exact }) => {
    const byT = spearman(first, second, { method: "t" });
    expectClose(byT.rho, rho);
    expectClose(byT.pValue, student);
    if (exact !== null) expectClose(spearman(first, second, { method: "exact" }).pValue, exact);
  });

  it("is exact up to nine pairs unless asked", () => {
    expect(spearman(ascending(9), ascending(9))).toEqual({ rho: 1, pValue: 2 / 362880, method: "exact", pairs: 9 });
    expect(spearman(ascending(10), ascending(10))).toEqual({ rho: 1, pValue: 0, method: "t", pairs: 10 });
    expect(spearman(ascending(10), ascending(10), { method: "exact" }).pValue).toBe(2 / 3628800);
    expect(() => spearman(ascending(11), ascending(11), { method: "exact" })).toThrow("at most 10 pairs");
  });

  it("is null where a side never changes", () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toMatchObject({ rho: null, pValue: null });
    expect(spearman([], [])).toMatchObject({ rho: null, pairs: 0 });
    expect(spearman([1, 2], [1, 2], { method: "t" })).toMatchObject({ rho: 1, pValue: null });
  });

  it("sees only order, and turns its sign with it", () => {
    const values = fc.integer({ min: -20, max: 20 });
    fc.assert(
      fc.property(fc.array(fc.tuple(values, values), { minLength: 3, maxLength: 8 }), (pairs) => {
        const [first, second] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const { rho, pValue } = spearman(first, second);
        if (rho === null) return;
        const turned = spearman(
          second,
          first.map((value) => -(value ** 3)),
        );
        expectClose(turned.rho, -rho, { floor: 1e-12 });
        expect(turned.pValue).toBe(pValue);
        expect(Math.abs(rho)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("refuses sides of different length and values without order", () => {
    expect(() => spearman([1], [1, 2])).toThrow("as many values on either side");
    expect(() => spearman([1, Number.NaN], [1, 2])).toThrow("finite");
  });

  it("ranks ties by the mean of their places", () => expect(midRanks([10, 20, 10, 5, 10])).toEqual([3, 5, 3, 1, 3]));
});

function ascending(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
