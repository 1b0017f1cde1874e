import { readFileSync } from "node:fs";
import { expect } from "vitest";

/** What reference.py writes: per topic a source and rows of independent numbers. */
export interface Reference {
  normal: { source: string; cdf: [number, number][]; quantile: [number, number][] };
  beta: { source: string; tails: [number, number, number, number, number][]; quantiles: [number, number, number, number][] };
  logGamma: { source: string; values: [number, number][] };
  binomial: { source: string; rows: [number, number, number, number, number, number][] };
  proportions: { source: string; rows: { successes: number; trials: number; level: number; wilson: [number, number]; clopperPearson: [number, number] }[] };
  mcnemar: { source: string; rows: [number, number, number, number][] };
  pairedPower: { source: string; powers: [number, number, number, number, number][]; smallest: [number, number, number, number][] };
  holm: { source: string; rows: [number[], number[]][] };
  kappa: {
    source: string;
    rows: { first: number[]; second: number[]; categories: number[]; weights: "none" | "linear" | "quadratic"; kappa: number; standardError: number }[];
  };
  alpha: { source: string; rows: { units: (number | null)[][]; scale: "nominal" | "ordinal" | "interval"; alpha: number }[] };
  roganGladen: { source: string; rows: RoganGladenRow[] };
  spearman: { source: string; rows: { first: number[]; second: number[]; rho: number; student: number; exact: number | null }[] };
  moments: { source: string; rows: { values: number[]; sum: number; mean: number; variance: number; quantiles: [number, number][] }[] };
  bootstrap: { source: string; rows: { ones: number; clusters: number; level: number; low: number; high: number; standardError: number }[] };
  chiSquare: { source: string; rows: [number, number][] };
}

interface RoganGladenRow {
  positives: number;
  total: number;
  sensitivity: number | { correct: number; total: number };
  specificity: number | { correct: number; total: number };
  estimate: number;
  low: number;
  high: number;
}

export const reference: Reference = JSON.parse(readFileSync(new URL("reference.json", import.meta.url), "utf8"));

/** Equal to a relative 1e-9; `floor` is the absolute error below which digits are not asked for. */
export function expectClose(actual: number | null, expected: number, { tolerance = 1e-9, floor = 1e-14 }: { tolerance?: number; floor?: number } = {}): void {
  const error = actual === null ? Number.NaN : Math.abs(actual - expected);
  expect(error, `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance * Math.abs(expected) + floor);
}

/** Counts fit their expected shares: Pearson's χ² stays below its 99.99 % quantile (with a fixed seed, so it never flickers). */
export function expectToFit(counts: readonly number[], shares: readonly number[] = counts.map(() => 1 / counts.length)): void {
  const limit = reference.chiSquare.rows.find(([degrees]) => degrees === counts.length - 1)?.[1];
  if (limit === undefined) throw new Error(`reference.py lists no χ² quantile for ${counts.length - 1} degrees of freedom`);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const statistic = counts.reduce((sum, count, index) => sum + (count - total * shares[index]!) ** 2 / (total * shares[index]!), 0);
  expect(statistic).toBeLessThan(limit);
}
