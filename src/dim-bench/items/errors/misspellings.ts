import { ordinaryWords, otherWords } from "./ordinary-words.ts";

/**
 * What a slip of the fingers makes of a word: two letters swapped, one dropped, a consonant between vowels doubled; never
 * the first letter or the last. Left out is what is another word, or no further from another word than from this one.
 */
export function misspellingsOf(word: string): readonly string[] {
  const known = misspellings.get(word);
  if (known !== undefined) return known;
  const made = [...new Set(slipsOf(word))].filter((slip) => slip !== word && !isNearAnother(slip, word));
  if (ordinaryWords.has(word)) misspellings.set(word, made);
  return made;
}

/** Of ordinary words, as they are asked for. */
const misspellings = new Map<string, readonly string[]>();

function slipsOf(word: string): string[] {
  const inner = Array.from({ length: Math.max(0, word.length - 2) }, (_, at) => at + 1);
  return [
    ...inner.slice(0, -1).map((at) => `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`),
    ...inner.map((at) => `${word.slice(0, at)}${word.slice(at + 1)}`),
    ...inner.filter((at) => /^[aeiou][b-df-hj-np-tv-z][aeiou]$/u.test(word.slice(at - 1, at + 2))).map((at) => `${word.slice(0, at)}${word[at]}${word.slice(at)}`),
  ];
}

let wordsByRemainder: Map<string, Set<string>> | undefined;

/** Whether an edit of one letter (or a swap) makes another known word of it. */
function isNearAnother(slip: string, word: string): boolean {
  wordsByRemainder ??= remaindersOfAll();
  return remaindersOf(slip).some((remainder) => [...(wordsByRemainder!.get(remainder) ?? [])].some((other) => other !== word));
}

// Two words that an edit of one letter makes equal share a remainder: the word itself, or the word without one letter.
function remaindersOf(word: string): string[] {
  return [word, ...Array.from(word, (_, at) => `${word.slice(0, at)}${word.slice(at + 1)}`)];
}

function remaindersOfAll(): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  for (const word of [...ordinaryWords, ...otherWords]) {
    for (const remainder of remaindersOf(word)) {
      const there = all.get(remainder);
      if (there === undefined) all.set(remainder, new Set([word]));
      else there.add(word);
    }
  }
  return all;
}
