import { betaTails, type Tails } from "./beta.ts";
import { betaWeight } from "./stirling.ts";

/** The probability of exactly `successes` out of `trials`, each with probability `p`. */
export function binomialProbability(successes: number, trials: number, p: number): number {
  if (successes < 0 || successes > trials) return 0;
  if (successes === 0) return trials === 0 ? 1 : Math.exp(trials * Math.log1p(-p));
  if (successes === trials) return p ** trials;
  const failures = trials - successes;
  // C(n, k) = n / (k (n − k) B(k, n − k))
  return (betaWeight(successes, failures, p, 1 - p) / successes) * (trials / failures);
}

/** The probabilities of at most (`lower`) and of more than (`upper`) `successes` out of `trials`. */
export function binomialTails(successes: number, trials: number, p: number): Tails {
  if (successes < 0) return { lower: 0, upper: 1 };
  if (successes >= trials) return { lower: 1, upper: 0 };
  const { lower, upper } = betaTails(successes + 1, trials - successes, p);
  return { lower: upper, upper: lower };
}
