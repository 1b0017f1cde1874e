// Logarithms of binomial weights without the loss that subtracting large log-gammas brings.
// Loader, "Fast and accurate computation of binomial probabilities", 2000, equations 3 to 5.

const HALF_LOG_TWO_PI = 0.9189385332046727;
const SERIES_FROM = 16;

/**
 * δ(n) = ln Γ(n + 1) − (n + ½) ln n + n − ½ ln 2π for real n > 0: what Stirling's formula misses.
 * Small n climb by δ(n) − δ(n + 1) = (n + ½) ln(1 + 1/n) − 1.
 */
export function stirlingError(n: number): number {
  let error = 0;
  let argument = n;
  for (; argument < SERIES_FROM; argument++) error += (argument + 0.5) * Math.log1p(1 / argument) - 1;
  const inverse = 1 / argument;
  const square = inverse * inverse;
  // Bernoulli numbers B₂ₖ / (2k (2k − 1)), DLMF 5.11.1; the next term is below 1e-17 from 16 on.
  const series = 1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))));
  return error + inverse * series;
}

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
  return stirlingError(x) + (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI;
}

/** x ln(x / mean) + mean − x for x, mean > 0: the deviance, without cancellation where they are close. */
export function deviance(x: number, mean: number): number {
  const difference = x - mean;
  const relative = difference / (x + mean);
  if (Math.abs(relative) > 0.1) return x * Math.log(x / mean) - difference;
  // ln(x / mean) = 2 artanh(relative), expanded.
  const square = relative * relative;
  let sum = difference * relative;
  let power = 2 * x * relative;
  for (let odd = 3; ; odd += 2) {
    power *= square;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
}

/**
 * xᵃ yᵇ / B(a, b) for real a, b > 0 and x + y = 1: the beta density times x y.
 * `y` is passed beside `x` so that neither end loses digits.
 */
export function betaWeight(a: number, b: number, x: number, y: number): number {
  if (x <= 0 || y <= 0) return 0;
  const total = a + b;
  const logarithm = stirlingError(total) - stirlingError(a) - stirlingError(b) - deviance(a, total * x) - deviance(b, total * y);
  return Math.exp(logarithm) * Math.sqrt((a / total) * (b / (2 * Math.PI)));
}
