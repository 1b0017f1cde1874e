import { longestCommonSubsequence } from "../sequence/longest-common-subsequence.ts";
import { commonCount, countsOf } from "../sequence/n-grams.ts";
import { wordsOf } from "../words/words-of.ts";

/**
 * How alike the words of two texts are, whatever their order: twice the number of words they share over the number they have
 * together (Dice's coefficient of multisets). In [0, 1]; 1 where neither has a word. Words are those of {@link wordsOf}.
 *
 * @example
 * wordOverlap("the cat sat", "Sat the cat!"); // 1
 */
export function wordOverlap(first: string, second: string): number {
  const [one, other] = [wordsOf(first), wordsOf(second)];
  return dice(commonCount(countsOf(one), countsOf(other)), { first: one.length, second: other.length });
}

/**
 * How alike two texts are word by word in their order: twice the length of the words' longest common subsequence over the
 * number of words they have together. In [0, 1], never above {@link wordOverlap}; 1 where neither has a word.
 *
 * @example
 * wordSequenceSimilarity("the cat sat", "Sat the cat!"); // 2/3
 */
export function wordSequenceSimilarity(first: string, second: string): number {
  const [one, other] = [wordsOf(first), wordsOf(second)];
  return dice(longestCommonSubsequence(one, other), { first: one.length, second: other.length });
}

function dice(common: number, { first, second }: { first: number; second: number }): number {
  return first + second === 0 ? 1 : (2 * common) / (first + second);
}
