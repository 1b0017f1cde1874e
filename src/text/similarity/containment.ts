import { SteadfastError } from "../../base/index.ts";
import { commonCount, countsOf, nGrams } from "../sequence/n-grams.ts";
import { wordsOf } from "../words/words-of.ts";

/** @see containment */
export interface ContainmentOptions {
  /** How many words make one run; 3 unless said otherwise. A part with fewer words is looked for as one run. */
  size?: number;
}

/**
 * How much of one text is found in another: the share of the part's runs of `size` words that the whole has too, each as
 * often as the whole has it. In [0, 1]; 1 for a part without words, of which nothing is missing. Words are those of
 * {@link wordsOf}.
 *
 * @throws SteadfastError `invalid-size` for a size that is no whole number of at least 1.
 * @example
 * containment("the cat sat down", "Yesterday the cat sat up."); // 1/2: "the cat sat" is there, "cat sat down" is not
 */
export function containment(part: string, whole: string, { size = 3 }: ContainmentOptions = {}): number {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new SteadfastError({ code: "invalid-size", sentence: `The size of a run must be a whole number of words, at least 1, not ${size}.`, hint: "Sizes of 1 to 5 are usual." });
  }
  const words = wordsOf(part);
  if (words.length === 0) return 1;
  const length = Math.min(size, words.length);
  const runs = nGrams(words, length);
  return commonCount(countsOf(runs), countsOf(nGrams(wordsOf(whole), length))) / runs.length;
}
