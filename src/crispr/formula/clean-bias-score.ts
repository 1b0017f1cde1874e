/**
 * B_i = A_i(ŷ) − max(0, A_i(y)): what drives the biased answer, less what serves the right one.
 *
 * @param gold undefined where the skill of the right answer is not subtracted (an ablation)
 */
export function cleanBiasScore(biased: number, gold: number | undefined): number {
  return gold === undefined ? biased : biased - Math.max(0, gold);
}
