import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Accuracy, type RandomStream, randomStream, roganGladen, wilsonInterval } from "./index.ts";
import { expectClose, reference } from "./testing/reference.ts";

describe(`the Rogan–Gladen correction against ${reference.roganGladen.source}`, () => {
  it.each(reference.roganGladen.rows)("$positives of $total, $sensitivity, $specificity", ({ estimate, low, high, ...options }) => {
    const corrected = roganGladen(options);
    expectClose(corrected.estimate, estimate);
    expectClose(corrected.low, low);
    expectClose(corrected.high, high);
  });

  it("finds the planted rate behind a judge's known errors", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.constantFrom(0.6, 0.75, 0.9, 1), fc.constantFrom(0.5, 0.8, 0.95, 1), (truePer1000, sensitivity, specificity) => {
        const total = 20_000_000;
        const rate = truePer1000 / 1000;
        const positives = Math.round(total * (rate * sensitivity + (1 - rate) * (1 - specificity)));
        expectClose(roganGladen({ positives, total, sensitivity, specificity }).estimate, rate, { floor: 1e-6 });
      }),
    );
  });

  it("leaves the rate alone when the judge never errs", () => {
    const corrected = roganGladen({ positives: 3, total: 10, sensitivity: 1, specificity: 1 });
    const wilson = wilsonInterval(3, 10);
    expectClose(corrected.estimate, 0.3);
    expectClose(corrected.low, wilson.low);
    expectClose(corrected.high, wilson.high);
  });

  it("clips, and says from where", () => {
    const corrected = roganGladen({ positives: 2, total: 100, sensitivity: 0.9, specificity: 0.9 });
    expect(corrected.estimate).toBe(0);
    expectClose(corrected.unclipped, -0.1);
  });

  it.each<[string, number, number, Accuracy, Accuracy]>([
    ["a judge like a coin", 5, 10, 0.5, 0.5],
    ["a judge worse than a coin", 5, 10, 0.2, 0.7],
    ["nothing judged", 0, 0, 0.9, 0.9],
    ["nothing calibrated", 5, 10, { correct: 0, total: 0 }, 0.9],
    ["estimated accuracies of a coin", 5, 10, { correct: 4, total: 8 }, { correct: 3, total: 6 }],
  ])("is undefined for %s", (_, positives, total, sensitivity, specificity) => {
    expect(roganGladen({ positives, total, sensitivity, specificity })).toEqual({ estimate: null, unclipped: null, low: 0, high: 1 });
  });

  it("narrows to the interval of known accuracies as their calibration grows, and is wider before", () => {
    const { low, high } = roganGladen({ positives: 600, total: 2000, sensitivity: 0.9, specificity: 0.8 });
    expect(widthCalibratedBy(50)).toBeGreaterThan(2 * (high - low));
    expect(widthCalibratedBy(500)).toBeGreaterThan(1.1 * (high - low));
    expect(Math.abs(widthCalibratedBy(1e9) - (high - low))).toBeLessThan(1e-4);
  });

  it("covers the truth with estimated accuracies, where taking them as known does not", () => {
    const truth = { rate: 0.3, sensitivity: 0.85, specificity: 0.9, total: 400, calibrated: 60 };
    let covered = 0;
    let coveredAsKnown = 0;
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const random = randomStream(11, run);
      const positives = successes(random, truth.total, truth.rate * truth.sensitivity + (1 - truth.rate) * (1 - truth.specificity));
      const sensitivity = { correct: successes(random, truth.calibrated, truth.sensitivity), total: truth.calibrated };
      const specificity = { correct: successes(random, truth.calibrated, truth.specificity), total: truth.calibrated };
      const estimated = roganGladen({ positives, total: truth.total, sensitivity, specificity });
      const known = roganGladen({ positives, total: truth.total, sensitivity: sensitivity.correct / sensitivity.total, specificity: specificity.correct / specificity.total });
      if (estimated.low <= truth.rate && truth.rate <= estimated.high) covered++;
      if (known.low <= truth.rate && truth.rate <= known.high) coveredAsKnown++;
    }
    expect(covered / runs).toBeGreaterThan(0.94);
    expect(covered / runs).toBeLessThan(0.99);
    expect(coveredAsKnown / runs).toBeLessThan(0.9);
  });

  it("refuses counts and shares outside their ranges", () => {
    expect(() => roganGladen({ positives: 11, total: 10, sensitivity: 1, specificity: 1 })).toThrow("more than all");
    expect(() => roganGladen({ positives: 1, total: 10, sensitivity: 1.1, specificity: 1 })).toThrow("The sensitivity must lie in [0, 1]");
    expect(() => roganGladen({ positives: 1, total: 10, sensitivity: 1, specificity: { correct: 3, total: 2 } })).toThrow("behind the specificity");
  });
});

function successes(random: RandomStream, trials: number, probability: number): number {
  let count = 0;
  for (let trial = 0; trial < trials; trial++) if (random.uniform() < probability) count++;
  return count;
}

function widthCalibratedBy(calibrated: number): number {
  const { low, high } = roganGladen({
    positives: 600,
    total: 2000,
    sensitivity: { correct: 0.9 * calibrated, total: calibrated },
    specificity: { correct: 0.8 * calibrated, total: calibrated },
  });
  return high - low;
}
