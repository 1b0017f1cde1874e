import { checkProbability } from "../check.ts";

const CONTINUED_FRACTION_FROM = 2.5;
const CONTINUED_FRACTION_DEPTH = 120;

/**
 * The probability that a standard normal number is at most `z`; small ones keep their relative accuracy.
 * Near 0 the series 26.2.11 of Abramowitz & Stegun, in the tails the continued fraction 26.2.14.
 *
 * @example
 * normalCdf(-1.959963984540054); // 0.025
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z > CONTINUED_FRACTION_FROM) return 1 - upperTail(z);
  if (z < -CONTINUED_FRACTION_FROM) return upperTail(-z);
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + normalDensity(z) * sum;
}

/**
 * The `z` below which a standard normal number falls with a given probability: the inverse of `normalCdf`.
 * Starts from Abramowitz & Stegun 26.2.23 and sharpens it by Halley's method.
 *
 * @throws SteadfastError `invalid-statistic` unless the probability lies in [0, 1].
 * @example
 * normalQuantile(0.975); // 1.959963984540054
 */
export function normalQuantile(probability: number): number {
  checkProbability("A quantile's probability", probability);
  if (probability > 0.5) return -normalQuantile(1 - probability);
  if (probability === 0) return -Infinity;
  const t = Math.sqrt(-2 * Math.log(probability));
  let z = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
  for (let step = 0; step < 3; step++) {
    const newton = (normalCdf(z) - probability) / normalDensity(z);
    z -= newton / (1 + (z * newton) / 2);
  }
  return z;
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

function upperTail(z: number): number {
  let fraction = z;
  for (let depth = CONTINUED_FRACTION_DEPTH; depth > 0; depth--) fraction = z + depth / fraction;
  return normalDensity(z) / fraction;
}
