import { SteadfastError } from "../../base/index.ts";
import { checkProbability, invalid } from "../check.ts";
import { betaWeight } from "./stirling.ts";

/** Both sides of a distribution at a point; each is accurate where it is small. */
export interface Tails {
  lower: number;
  upper: number;
}

const ITERATIONS = 1_000_000;
const TINY = 1e-300;

/**
 * The regularised incomplete beta function I_x(a, b) and 1 − I_x(a, b), for real a, b > 0 and x + y = 1.
 * Continued fraction DLMF 8.17.22, evaluated by the modified Lentz method; some √(a + b) steps.
 *
 * @throws SteadfastError `invalid-statistic` outside the domain.
 */
export function betaTails(a: number, b: number, x: number, y: number = 1 - x): Tails {
  if (!(a > 0 && b > 0 && a + b < Infinity)) throw invalid(`A beta distribution needs positive finite parameters, not ${a} and ${b}.`);
  checkProbability("The argument of a beta distribution", x);
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const weight = betaWeight(a, b, x, y);
  if (x * (a + b + 2) < a + 1) {
    const lower = Math.min(1, weight / (a * continuedFraction(a, b, x)));
    return { lower, upper: 1 - lower };
  }
  const upper = Math.min(1, weight / (b * continuedFraction(b, a, y)));
  return { lower: 1 - upper, upper };
}

function continuedFraction(a: number, b: number, x: number): number {
  let fraction = nonZero(1 - ((a + b) * x) / (a + 1));
  let numerator = fraction;
  let denominator = 1;
  for (let m = 1; m < ITERATIONS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    denominator = 1 / nonZero(1 + even * denominator);
    numerator = nonZero(1 + even / numerator);
    fraction *= denominator * numerator;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    denominator = 1 / nonZero(1 + odd * denominator);
    numerator = nonZero(1 + odd / numerator);
    const change = denominator * numerator;
    fraction *= change;
    if (Math.abs(change - 1) < 3e-16) return fraction;
  }
  throw new SteadfastError({ code: "not-converged", kind: "bug", sentence: `The incomplete beta function did not converge at ${a}, ${b}, ${x}.` });
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
