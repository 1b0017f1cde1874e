import { checkProbability, invalid } from "./check.ts";

/**
 * The value below which a share of the values lies, interpolated linearly between neighbours (type 7 of
 * Hyndman & Fan 1996, the default of R and NumPy).
 *
 * @throws SteadfastError `invalid-statistic` for no values, a NaN among them or a share outside [0, 1].
 * @example
 * quantile([4, 1, 2, 3], 0.5); // 2.5
 */
export function quantile(values: ArrayLike<number> & Iterable<number>, share: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

/** The same for values that ascend already. */
export function quantileOfSorted(sorted: Float64Array, share: number): number {
  checkProbability("A quantile's share", share);
  if (sorted.length === 0) throw invalid("The quantile of no values is undefined.");
  // Typed arrays sort NaN to the end.
  if (Number.isNaN(sorted.at(-1))) throw invalid("The quantile of values with a NaN among them is undefined.");
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below === above ? below : below + (above - below) * (position - Math.floor(position));
}
