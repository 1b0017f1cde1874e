import { normalQuantile } from "../../../stats/index.ts";
import type { GroupMean } from "./group-means.ts";

/** The two ends of a confidence interval. A type, not an interface: so it is JSON as it is. */
export type Ends = { readonly low: number; readonly high: number };

/**
 * How many independent items would vary as the mean did over the drawn inputs: p (1 − p) / SE², or for differences (mean square − mean²) / SE².
 * Where nothing varied, the number of inputs: items of one input may stand or fall together.
 */
export function effectiveSize({ mean, meanSquare, standardError, clusters }: GroupMean, kind: "share" | "difference"): number {
  if (mean === null || meanSquare === null || standardError === null || standardError < 1e-12) return clusters;
  const spread = kind === "share" ? mean * (1 - mean) : meanSquare - mean ** 2;
  return spread < 1e-12 ? clusters : Math.max(1, spread / standardError ** 2);
}

/**
 * The interval of a share: the percentile interval of the bootstrap, widened to the score interval (Wilson 1927) of as many
 * independent items as the bootstrap's spread is worth. For by the bootstrap alone, 0 of 100 would be a sure 0.
 */
export function shareInterval(group: GroupMean, level: number): Ends | null {
  if (group.mean === null) return null;
  const size = effectiveSize(group, "share");
  const z = criticalValue(level);
  const centre = (group.mean * size + z ** 2 / 2) / (size + z ** 2);
  const reach = (z * Math.sqrt(size * group.mean * (1 - group.mean) + z ** 2 / 4)) / (size + z ** 2);
  return within(0, 1, widened(group, { low: centre - reach, high: centre + reach }));
}

/**
 * The interval of a paired difference: the percentile interval of the bootstrap, widened to that of Bonett & Price 2012
 * (doi:10.3102/1076998611411915: one more pair for either system, and two more in all) for as many pairs as its spread is worth.
 */
export function differenceInterval(group: GroupMean, level: number): Ends | null {
  if (group.mean === null || group.meanSquare === null) return null;
  const size = effectiveSize(group, "difference");
  const difference = (group.mean * size) / (size + 2);
  const square = (group.meanSquare * size + 2) / (size + 2);
  const reach = criticalValue(level) * Math.sqrt((square - difference ** 2) / (size + 2));
  return within(-1, 1, widened(group, { low: difference - reach, high: difference + reach }));
}

// The mean itself always lies inside: of a percentile interval of few clusters, rounding may leave it out.
function widened({ mean, low, high }: GroupMean, formula: Ends): Ends {
  return { low: Math.min(formula.low, low ?? formula.low, mean!), high: Math.max(formula.high, high ?? formula.high, mean!) };
}

function within(least: number, most: number, { low, high }: Ends): Ends {
  return { low: Math.max(least, low), high: Math.min(most, high) };
}

function criticalValue(level: number): number {
  return -normalQuantile((1 - level) / 2);
}
