import { checkProbability } from "./check.ts";

/**
 * P-values adjusted for being looked at together, in the order given: rejecting those at most α keeps the
 * chance of any false rejection at most α, whatever their dependence. Holm 1979.
 *
 * @throws SteadfastError `invalid-statistic` for a p-value outside [0, 1].
 * @example
 * holm([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 */
export function holm(pValues: readonly number[]): number[] {
  for (const pValue of pValues) checkProbability("A p-value", pValue);
  const ascending = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = Array.from(pValues);
  let largest = 0;
  for (const [rank, index] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}
