import { checkCount, invalid } from "./check.ts";
import { binomialProbability, binomialTails } from "./distribution/binomial.ts";

/** How often, over the same items, only the first of two systems passed and how often only the second. */
export interface DiscordantPairs {
  onlyFirst: number;
  onlySecond: number;
}

/** The four counts of two systems that passed or failed the same items. */
export interface PairedCounts extends DiscordantPairs {
  both: number;
  neither: number;
}

/**
 * Counts how two systems did on the same items, given in the same order.
 *
 * @throws SteadfastError `invalid-statistic` for lists of different length.
 * @example
 * pairedCounts([true, true, false], [true, false, false]); // { both: 1, onlyFirst: 1, onlySecond: 0, neither: 1 }
 */
export function pairedCounts(first: readonly boolean[], second: readonly boolean[]): PairedCounts {
  if (first.length !== second.length) throw invalid(`Pairs need as many items on either side, not ${first.length} and ${second.length}.`);
  const counts = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
  for (const [index, passed] of first.entries()) {
    if (passed) counts[second[index] ? "both" : "onlyFirst"]++;
    else counts[second[index] ? "onlySecond" : "neither"]++;
  }
  return counts;
}

/**
 * The two-sided p-value of "both systems pass equally often": McNemar's test, exact, by doubling the smaller
 * tail of Binomial(n, ½) over the n discordant pairs. McNemar 1947; no discordant pair gives 1.
 *
 * @throws SteadfastError `invalid-statistic` unless both counts are whole numbers of at least 0.
 * @example
 * mcnemarExact({ onlyFirst: 1, onlySecond: 7 }); // 0.0703125
 */
export function mcnemarExact({ onlyFirst, onlySecond }: DiscordantPairs): number {
  checkCount("The pairs that only the first passed", onlyFirst);
  checkCount("The pairs that only the second passed", onlySecond);
  if (onlyFirst === onlySecond) return 1;
  return Math.min(1, 2 * binomialTails(Math.min(onlyFirst, onlySecond), onlyFirst + onlySecond, 0.5).lower);
}

/**
 * The mid-p variant: less conservative than the exact test, though without its guarantee.
 * Fagerland, Lydersen & Laake 2013, doi:10.1186/1471-2288-13-91, supplement, equation 2.
 *
 * @throws SteadfastError `invalid-statistic` unless both counts are whole numbers of at least 0.
 * @example
 * mcnemarMidP({ onlyFirst: 1, onlySecond: 7 }); // 0.0390625
 */
export function mcnemarMidP({ onlyFirst, onlySecond }: DiscordantPairs): number {
  const exact = mcnemarExact({ onlyFirst, onlySecond });
  const pairs = onlyFirst + onlySecond;
  if (pairs === 0) return 1;
  const observed = binomialProbability(onlyFirst, pairs, 0.5);
  return onlyFirst === onlySecond ? 1 - observed / 2 : exact - observed;
}
