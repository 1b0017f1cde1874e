import { invalid } from "./check.ts";
import { criticalValue, type LevelOptions } from "./interval.ts";

/** What a rater may say of an item. */
export type Label = string | number | boolean;

/** @see cohenKappa */
export interface KappaOptions<Value extends Label> extends LevelOptions {
  /** Whether a near miss counts as partial agreement: not at all, or in proportion to the distance or its square. */
  weights?: "none" | "linear" | "quadratic";
  /** Every label, in order; needed with weights, for they count steps along it. */
  categories?: readonly Value[];
}

/** Agreement beyond chance. */
export interface Kappa {
  /** 1 full agreement, 0 as by chance; null where both raters always say the same one thing, or there are no items. */
  kappa: number | null;
  low: number | null;
  high: number | null;
  standardError: number | null;
  /** The (weighted) share of agreement, and what the raters' own habits would give by chance. */
  observed: number | null;
  expected: number | null;
  items: number;
}

/**
 * Cohen's κ of two raters over the same items, given in the same order: (observed − expected) / (1 − expected),
 * plain (Cohen 1960) or weighted (Cohen 1968), with the large-sample standard error of Fleiss, Cohen & Everitt 1969.
 *
 * @throws SteadfastError `invalid-statistic` for lists of different length, weights without categories, or a label outside them.
 * @example
 * cohenKappa(["pass", "fail", "pass"], ["pass", "fail", "fail"]).kappa; // 0.4
 */
export function cohenKappa<Value extends Label>(first: readonly Value[], second: readonly Value[], options: KappaOptions<Value> = {}): Kappa {
  const { weights = "none", level = 0.95 } = options;
  const z = criticalValue(level);
  if (first.length !== second.length) throw invalid(`Two raters need as many labels each, not ${first.length} and ${second.length}.`);
  if (weights !== "none" && options.categories === undefined) throw invalid("A weighted κ needs its categories in order.");
  const categories = options.categories ?? [...new Set([...first, ...second])];
  const joint = jointShares(first, second, categories);
  const size = categories.length;
  const agreement = (row: number, column: number): number => agreementOf(weights, Math.abs(row - column), size - 1);

  const rows = joint.map((row) => total(row));
  const columns = joint.map((_, column) => total(joint.map((row) => row[column]!)));
  const observed = total(joint.flatMap((row, r) => row.map((share, c) => share * agreement(r, c))));
  const expected = total(rows.flatMap((share, r) => columns.map((other, c) => share * other * agreement(r, c))));
  const items = first.length;
  if (items === 0) return { kappa: null, low: null, high: null, standardError: null, observed: null, expected: null, items };
  const beyondChance = 1 - expected;
  // Shares are sums of 1/n: what rounding leaves of an exact 0 is far below 1/n².
  if (beyondChance < 1e-12) return { kappa: null, low: null, high: null, standardError: null, observed, expected, items };

  const kappa = (observed - expected) / beyondChance;
  const rowMeans = rows.map((_, r) => total(columns.map((share, c) => share * agreement(r, c))));
  const columnMeans = columns.map((_, c) => total(rows.map((share, r) => share * agreement(r, c))));
  const spread = total(joint.flatMap((row, r) => row.map((share, c) => share * (agreement(r, c) - (rowMeans[r]! + columnMeans[c]!) * (1 - kappa)) ** 2)));
  const variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (beyondChance * beyondChance * items);
  const standardError = Math.sqrt(Math.max(0, variance));
  return { kappa, low: Math.max(-1, kappa - z * standardError), high: Math.min(1, kappa + z * standardError), standardError, observed, expected, items };
}

function agreementOf(weights: "none" | "linear" | "quadratic", steps: number, most: number): number {
  if (steps === 0) return 1;
  if (weights === "none") return 0;
  const distance = steps / most;
  return 1 - (weights === "linear" ? distance : distance * distance);
}

function jointShares<Value extends Label>(first: readonly Value[], second: readonly Value[], categories: readonly Value[]): number[][] {
  const positions = new Map(categories.map((category, index) => [category, index]));
  if (positions.size !== categories.length) throw invalid("A category is listed twice.");
  const positionOf = (label: Value): number => {
    const position = positions.get(label);
    if (position === undefined) throw invalid(`The label ${String(label)} is not among the categories.`);
    return position;
  };
  const counts = categories.map(() => categories.map(() => 0));
  for (const [index, label] of first.entries()) counts[positionOf(label)]![positionOf(second[index]!)]!++;
  return counts.map((row) => row.map((count) => count / Math.max(1, first.length)));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
