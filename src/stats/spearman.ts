import { invalid } from "./check.ts";
import { betaTails } from "./distribution/beta.ts";
import { midRanks } from "./rank.ts";

/** @see spearman */
export interface SpearmanOptions {
  /** How the p-value is found: over all orders (up to 10 pairs), by Student's t, or exactly where there are at most 9 pairs. */
  method?: "auto" | "exact" | "t";
}

/** A rank correlation. */
export interface RankCorrelation {
  /** In [−1, 1]; null for fewer than two pairs or a side that never changes. */
  rho: number | null;
  /** Two-sided, of "no association"; null where ρ is, and by t below three pairs. */
  pValue: number | null;
  method: "exact" | "t";
  pairs: number;
}

const EXACT_UP_TO = 10;
const EXACT_UNASKED_UP_TO = 9;

/**
 * Spearman's ρ: the correlation of mid-ranks, with a two-sided p-value. Exact: the share of all orders of one
 * side with |ρ| at least as large. By t: ρ √((n − 2) / (1 − ρ²)) with n − 2 degrees of freedom. Spearman 1904;
 * Kendall, "Rank correlation methods", 1970.
 *
 * @throws SteadfastError `invalid-statistic` for sides of different length, values that are not finite, or an exact test of more than 10 pairs.
 * @example
 * spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]); // { rho: 0.8, pValue: 0.1333…, method: "exact", pairs: 5 }
 */
export function spearman(first: readonly number[], second: readonly number[], { method = "auto" }: SpearmanOptions = {}): RankCorrelation {
  const pairs = first.length;
  if (pairs !== second.length) throw invalid(`Pairs need as many values on either side, not ${pairs} and ${second.length}.`);
  if (method === "exact" && pairs > EXACT_UP_TO) throw invalid(`The exact test takes at most ${EXACT_UP_TO} pairs, not ${pairs}.`);
  const used = method === "auto" ? (pairs <= EXACT_UNASKED_UP_TO ? "exact" : "t") : method;
  // Twice the distance of each rank from the mean rank: small whole numbers, so that sums of products are exact.
  const x = midRanks(first).map((rank) => 2 * rank - pairs - 1);
  const y = midRanks(second).map((rank) => 2 * rank - pairs - 1);
  const scale = Math.sqrt(dot(x, x) * dot(y, y));
  if (scale === 0) return { rho: null, pValue: null, method: used, pairs };
  const rho = Math.max(-1, Math.min(1, dot(x, y) / scale));
  return { rho, pValue: used === "exact" ? exactPValue(x, y) : studentPValue(rho, pairs), method: used, pairs };
}

/** Student's two-sided tail is an incomplete beta function of 1 − ρ². */
function studentPValue(rho: number, pairs: number): number | null {
  if (pairs < 3) return null;
  return betaTails((pairs - 2) / 2, 0.5, (1 - rho) * (1 + rho), rho * rho).lower;
}

/** Visits every order by one swap each (Heap 1963), which changes the sum of products by one product. */
function exactPValue(x: readonly number[], y: readonly number[]): number {
  const order = Array.from(y);
  let products = dot(x, order);
  const observed = Math.abs(products);
  let orders = 1;
  let extreme = 1;
  const counters = x.map(() => 0);
  for (let index = 1; index < x.length; ) {
    if (counters[index]! >= index) {
      counters[index++] = 0;
      continue;
    }
    const other = index % 2 === 0 ? 0 : counters[index]!;
    products += (x[other]! - x[index]!) * (order[index]! - order[other]!);
    const moved = order[index]!;
    order[index] = order[other]!;
    order[other] = moved;
    orders++;
    if (Math.abs(products) >= observed) extreme++;
    counters[index]!++;
    index = 1;
  }
  return extreme / orders;
}

function dot(x: readonly number[], y: readonly number[]): number {
  return x.reduce((total, value, index) => total + value * y[index]!, 0);
}
