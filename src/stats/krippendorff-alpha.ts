import { invalid } from "./check.ts";
import type { Label } from "./cohen-kappa.ts";
import { mean, sum } from "./moments.ts";
import { midRanks } from "./rank.ts";

/** @see krippendorffAlpha */
export interface AlphaOptions {
  /** What differs: labels that are the same or not, numbers by their order, or numbers by their squared distance. */
  scale: "nominal" | "ordinal" | "interval";
}

/**
 * Krippendorff's α: 1 − observed / expected disagreement, for any number of raters and with gaps.
 * `units` holds, for each unit, what its raters said; null is missing; units with fewer than two values say nothing.
 * Null where it is undefined: no unit with two values, or the same value throughout.
 *
 * Krippendorff, "Computing Krippendorff's alpha-reliability", 2011. Summed squared differences are taken as
 * variances, and the ordinal metric as the interval metric of mid-ranks, which it equals.
 *
 * @throws SteadfastError `invalid-statistic` for values other than finite numbers on an ordinal or interval scale.
 * @example
 * krippendorffAlpha([["a", "a", null], ["b", "b", "a"], ["b", null, "b"]], { scale: "nominal" });
 */
export function krippendorffAlpha(units: readonly (readonly (Label | null | undefined)[])[], { scale }: AlphaOptions): number | null {
  const pairable = units.map((unit) => unit.filter((value) => value !== null && value !== undefined)).filter((unit) => unit.length > 1);
  return scale === "nominal" ? alphaOf(pairable, differentPairs) : alphaOf(placedNumbers(pairable, scale), squaredDistances);
}

/** `disagreement` sums over all ordered pairs of its values. */
function alphaOf<Value>(units: readonly (readonly Value[])[], disagreement: (values: readonly Value[]) => number): number | null {
  const values = units.flat();
  if (values.length === 0) return null;
  const expected = disagreement(values) / (values.length - 1);
  if (expected === 0) return null;
  const observed = sum(units.map((unit) => disagreement(unit) / (unit.length - 1)));
  return 1 - observed / expected;
}

function placedNumbers(units: readonly (readonly Label[])[], scale: "ordinal" | "interval"): number[][] {
  const values = units.flat().map((value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) throw invalid(`An ${scale} scale needs finite numbers, not ${String(value)}.`);
    return value;
  });
  const placed = scale === "ordinal" ? midRanks(values) : values;
  let start = 0;
  return units.map((unit) => placed.slice(start, (start += unit.length)));
}

/** Ordered pairs of different labels. */
function differentPairs(labels: readonly Label[]): number {
  const counts = new Map<Label, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return labels.length ** 2 - sum([...counts.values()].map((count) => count * count));
}

/** The sum of squared differences over ordered pairs: 2 n Σ (v − mean)². */
function squaredDistances(values: readonly number[]): number {
  const center = mean(values);
  return 2 * values.length * sum(values.map((value) => (value - center) ** 2));
}
