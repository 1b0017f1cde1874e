/** The softmax of logits, in float64. */
export function probabilitiesOf(logits: ArrayLike<number>): Float64Array {
  let best = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < logits.length; id += 1) best = Math.max(best, logits[id]!);
  const weights = Float64Array.from(logits, (logit) => Math.exp(logit - best));
  let total = 0;
  for (const weight of weights) total += weight;
  return weights.map((weight) => weight / total);
}

/** JSD of two distributions, logarithms of base 2, clamped to [0, 1] against rounding. */
export function divergenceOf(p: Float64Array, q: Float64Array): number {
  let sum = 0;
  for (const [id, first] of p.entries()) {
    const second = q[id]!;
    const middle = (first + second) / 2;
    if (first > 0) sum += first * Math.log2(first / middle);
    if (second > 0) sum += second * Math.log2(second / middle);
  }
  return Math.min(1, Math.max(0, sum / 2));
}
