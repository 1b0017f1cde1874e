import { longestCommonSubsequence } from "../sequence/longest-common-subsequence.ts";
import { wordDiff } from "../diff/word-diff.ts";

// Pairs of characters that are compared one by one: about a second's work.
const EXACT_UP_TO_PAIRS = 2 ** 34;

/**
 * How alike two texts are, character by character: twice the length of their longest common subsequence over the sum of their
 * lengths (1 − the normalised distance by insertions and deletions). 1 for equal texts, empty ones too; 0 where they share no
 * character. Characters are code points, taken as they are: normalise first what should not count.
 *
 * Exact where the lengths' product is at most 2³⁴ (two texts of 131 072 characters); beyond it a lower bound, the share that
 * {@link wordDiff} finds the same.
 *
 * @example
 * characterSimilarity("kitten", "sitting"); // 8 / 13: i, t, t and n are common
 */
export function characterSimilarity(first: string, second: string): number {
  if (first === second) return 1;
  const [one, other] = [Array.from(first), Array.from(second)];
  const common = one.length * other.length <= EXACT_UP_TO_PAIRS ? longestCommonSubsequence(one, other) : sameCharacters(first, second);
  return (2 * common) / (one.length + other.length);
}

function sameCharacters(first: string, second: string): number {
  return wordDiff(first, second).reduce((total, { kind, text }) => (kind === "same" ? total + Array.from(text).length : total), 0);
}
