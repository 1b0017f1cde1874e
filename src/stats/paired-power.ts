import { checkCount, checkLevel, checkProbability, invalid } from "./check.ts";
import { binomialProbability, binomialTails } from "./distribution/binomial.ts";

/** What a paired comparison of pass rates is planned with. */
export interface PairedDesign {
  /** Items that both systems answer. Where items share inputs, divide by the design effect first. */
  pairs: number;
  /** The share of items on which the systems are expected to disagree, in (0, 1]. */
  discordance: number;
  /** The p-value from which on the exact McNemar test calls a difference: 0.05 unless said otherwise. */
  significance?: number;
}

/** What a number of discordant pairs is worth: how likely it is, and the smaller count up to which the test rejects. */
interface Outcome {
  discordant: number;
  probability: number;
  rejectUpTo: number;
}

const NEGLIGIBLE = 1e-15;

/**
 * The probability that the exact McNemar test finds a true difference between two pass rates: over all
 * numbers of discordant pairs, Binomial(pairs, discordance), and their splits, Binomial(·, ½ (1 + difference / discordance)).
 * Duffy 1984, "Asymptotic and exact power for the McNemar test".
 *
 * @throws SteadfastError `invalid-statistic` for a difference beyond the discordance, or shares outside their ranges.
 * @example
 * pairedPower({ pairs: 500, discordance: 0.2, difference: 0.06 }); // 0.8…
 */
export function pairedPower({ difference, ...design }: PairedDesign & { difference: number }): number {
  checkProbability("The size of a difference", Math.abs(difference));
  if (Math.abs(difference) > design.discordance) throw invalid(`Pass rates cannot differ by ${difference} when only ${design.discordance} of the items differ.`);
  return power(outcomesOf(design), Math.abs(difference) / design.discordance);
}

/**
 * The smallest true difference between two pass rates that the exact McNemar test finds with the given power;
 * null when even the largest difference that the discordance allows is found less often. Its accuracy is 1e-12.
 *
 * @throws SteadfastError `invalid-statistic` for shares outside their ranges.
 * @example
 * smallestDetectableDifference({ pairs: 500, discordance: 0.2 }); // 0.0574…: 6 points of pass rate
 */
export function smallestDetectableDifference({ power: wanted = 0.8, ...design }: PairedDesign & { power?: number }): number | null {
  checkLevel("A power", wanted);
  const outcomes = outcomesOf(design);
  const excessAt = (relative: number): number => power(outcomes, relative) - wanted;
  let low = { at: 0, excess: excessAt(0) };
  let high = { at: 1, excess: excessAt(1) };
  if (high.excess < 0) return null;
  if (low.excess >= 0) return 0;
  // Illinois: a secant whose stale end is halved, so that it stays a bracket and still converges fast.
  let moved: "low" | "high" | null = null;
  while (high.at - low.at > 1e-12) {
    const at = (low.at * high.excess - high.at * low.excess) / (high.excess - low.excess);
    if (at <= low.at || at >= high.at) break;
    const excess = excessAt(at);
    if (Math.abs(excess) < 1e-15) return at * design.discordance;
    if (excess > 0) {
      high = { at, excess };
      if (moved === "high") low.excess /= 2;
      moved = "high";
    } else {
      low = { at, excess };
      if (moved === "low") high.excess /= 2;
      moved = "low";
    }
  }
  return high.at * design.discordance;
}

function outcomesOf({ pairs, discordance, significance = 0.05 }: PairedDesign): Outcome[] {
  checkCount("The number of pairs", pairs);
  checkLevel("A significance level", significance);
  if (!(discordance > 0 && discordance <= 1)) throw invalid(`The discordance must lie in (0, 1], not ${discordance}.`);
  const outcomes: Outcome[] = [];
  let rejectUpTo = -1;
  for (let discordant = 0; discordant <= pairs; discordant++) {
    // One more pair moves the critical count up by one at most.
    const next = rejectUpTo + 1;
    if (2 * binomialTails(next, discordant, 0.5).lower <= significance) rejectUpTo = next;
    const probability = binomialProbability(discordant, pairs, discordance);
    if (rejectUpTo >= 0 && probability > NEGLIGIBLE) outcomes.push({ discordant, probability, rejectUpTo });
  }
  return outcomes;
}

function power(outcomes: readonly Outcome[], relativeDifference: number): number {
  const share = (1 + relativeDifference) / 2;
  let total = 0;
  for (const { discordant, probability, rejectUpTo } of outcomes) {
    const rejected = binomialTails(rejectUpTo, discordant, share).lower + binomialTails(discordant - rejectUpTo - 1, discordant, share).upper;
    total += probability * rejected;
  }
  return total;
}
