import { checkFinite } from "./check.ts";

/**
 * Ranks from 1 on, ascending; equal values share the mean of their places.
 *
 * @throws SteadfastError `invalid-statistic` for a value that is not finite.
 * @example
 * midRanks([10, 20, 10]); // [1.5, 3, 1.5]
 */
export function midRanks(values: readonly number[]): number[] {
  for (const value of values) checkFinite("A value to rank", value);
  const ascending = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = Array.from(values);
  for (let start = 0, end = 0; start < ascending.length; start = end) {
    while (end < ascending.length && values[ascending[end]!] === values[ascending[start]!]) end++;
    for (let place = start; place < end; place++) ranks[ascending[place]!] = (start + 1 + end) / 2;
  }
  return ranks;
}
