/** An output of one item that passed or failed; its texts as hashes. */
export interface Candidate {
  /** Which generation it is. */
  readonly source: string;
  readonly model: string;
  /** Of the prompt that it answers. */
  readonly prompt: string;
  /** Of the output. */
  readonly text: string;
  /** How little it tells as a failed output: 0 of a model that did what its input asks, more of other failures and of baselines. */
  readonly rank: number;
}

/** What is paired: a failed output, and a passed one or, where `desired` is null, the item's exact one. */
export interface ChosenPair {
  readonly undesired: Candidate;
  readonly desired: Candidate | null;
}

/** @see choosePairs */
export interface Candidates {
  readonly passed: readonly Candidate[];
  readonly failed: readonly Candidate[];
  /** The hash of the one right output, where there is one: it is then what is desired. */
  readonly gold: string | null;
}

/** Why an item gives no pair. */
export type WithoutPair = "nothing-scored" | "nothing-passed" | "nothing-failed" | "no-different-texts";

/**
 * At most so many pairs, no two of the same prompt and texts. Every failed output is paired once before any is again, the most telling
 * first; each first with an output that answers the same prompt, and of these with one of its own model's.
 */
export function choosePairs({ passed, failed, gold }: Candidates, most: number): ChosenPair[] | WithoutPair {
  if (failed.length === 0) return passed.length === 0 ? "nothing-scored" : "nothing-failed";
  if (gold === null && passed.length === 0) return "nothing-passed";
  const undesired = distinct(sorted(failed), ({ prompt, text }) => `${prompt} ${text}`);
  const partners = undesired.map((wrong) => {
    if (gold !== null) return gold === wrong.text ? [] : [null];
    const nearness = (right: Candidate): number => (right.prompt === wrong.prompt ? 2 : 0) + (right.model === wrong.model ? 1 : 0);
    const different = sorted(passed).filter(({ text }) => text !== wrong.text).sort((a, b) => nearness(b) - nearness(a));
    return distinct(different, ({ text }) => text);
  });
  const chosen: ChosenPair[] = [];
  for (let round = 0; chosen.length < most && partners.some((each) => round < each.length); round++) {
    for (const [index, wrong] of undesired.entries()) {
      const right = partners[index]![round];
      if (right !== undefined && chosen.length < most) chosen.push({ undesired: wrong, desired: right });
    }
  }
  return chosen.length === 0 ? "no-different-texts" : chosen;
}

// So that the order of the rows does not matter.
function sorted(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates].sort((a, b) => a.rank - b.rank || (order(a) < order(b) ? -1 : 1));
}

function order({ model, source }: Candidate): string {
  return JSON.stringify([model, source]);
}

/** The first of each key, in order. */
function distinct(candidates: readonly Candidate[], key: (candidate: Candidate) => string): Candidate[] {
  const first = new Map<string, Candidate>();
  for (const candidate of candidates) if (!first.has(key(candidate))) first.set(key(candidate), candidate);
  return [...first.values()];
}
