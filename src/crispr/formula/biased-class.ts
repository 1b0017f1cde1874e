/** ŷ = argmax over c ≠ y of P(c | ι, x); the first of equals. */
export function biasedClass(probabilities: readonly number[], gold: number): number {
  let best = -1;
  for (const [option, probability] of probabilities.entries()) {
    if (option !== gold && (best < 0 || probability > probabilities[best]!)) best = option;
  }
  return best;
}
