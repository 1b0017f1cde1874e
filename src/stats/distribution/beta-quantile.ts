import { checkProbability } from "../check.ts";
import { betaTails } from "./beta.ts";
import { betaWeight } from "./stirling.ts";

// Beyond these log-odds a double cannot tell x from 0, or 1 − x from 0.
const LARGEST_LOG_ODDS = 745;
// Newton's error after a step this small is its square; what remains is rounding in the tail itself.
const STEP_BELOW_NOISE = 1e-13;

/**
 * The x of a beta distribution with the given probability below it (`tail: "lower"`) or above it (`"upper"`).
 * Newton's method on the logarithm of the tail over the log-odds of x, kept inside a shrinking bracket.
 *
 * @example
 * betaQuantile({ a: 1, b: 3, probability: 0.05, tail: "upper" }); // 0.6315968501359613: 1 − 0.05^(1/3)
 */
export function betaQuantile({ a, b, probability, tail }: { a: number; b: number; probability: number; tail: "lower" | "upper" }): number {
  checkProbability("A quantile's probability", probability);
  if (probability > 0.5) return betaQuantile({ a, b, probability: 1 - probability, tail: tail === "lower" ? "upper" : "lower" });
  // The upper tail of x under (a, b) is the lower tail of 1 − x under (b, a), and odds turn over exactly.
  const odds = tail === "lower" ? logOddsOfLowerTail(a, b, probability) : -logOddsOfLowerTail(b, a, probability);
  return fromLogOdds(odds);
}

function logOddsOfLowerTail(a: number, b: number, probability: number): number {
  if (probability === 0) return -Infinity;
  const target = Math.log(probability);
  let low = -LARGEST_LOG_ODDS;
  let high = LARGEST_LOG_ODDS;
  let odds = Math.log(a / b);
  for (let iteration = 0; iteration < 200; iteration++) {
    const x = fromLogOdds(odds);
    const y = fromLogOdds(-odds);
    const { lower } = betaTails(a, b, x, y);
    const excess = Math.log(lower) - target;
    if (excess > 0) high = odds;
    else low = odds;
    const newton = odds - (excess * lower) / betaWeight(a, b, x, y);
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - odds) <= STEP_BELOW_NOISE * Math.max(1, Math.abs(odds))) return next;
    odds = next;
  }
  return odds;
}

function fromLogOdds(odds: number): number {
  if (odds > 0) return 1 / (1 + Math.exp(-odds));
  const ratio = Math.exp(odds);
  return ratio / (1 + ratio);
}
