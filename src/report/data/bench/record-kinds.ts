/** Failures of calls stand under a kind of their own, as dim-bench names it. */
export const failureKind = "failure";

/** What the kinds of judgements begin with: there is one for each judge. */
export const judgementKinds = "judgement ";

/** What the kinds of generations begin with: there is one for each model. */
export const generationKinds = "generation ";

/** Whether records of a kind are what the pages of DIM-Bench show. */
export function isBenchKind(kind: string): boolean {
  return kind === "item" || kind === "plan" || kind === failureKind || kind.startsWith(generationKinds) || kind.startsWith(judgementKinds);
}
