/**
 * How a lower-case word is built of vowels and consonants, in the terms of Porter 1980: `a e i o u` are vowels, and so is `y`
 * behind a consonant; every other character is a consonant, digits too.
 */
function vowelsOf(word: string): boolean[] {
  const vowels: boolean[] = [];
  for (let place = 0; place < word.length; place++) {
    const letter = word[place]!;
    vowels.push("aeiou".includes(letter) || (letter === "y" && place > 0 && !vowels[place - 1]));
  }
  return vowels;
}

/** Porter's m: how often a consonant follows a vowel, so that `[C](VC)^m[V]` spells the word. */
export function measure(word: string): number {
  const vowels = vowelsOf(word);
  return vowels.filter((vowel, place) => !vowel && place > 0 && vowels[place - 1]).length;
}

/** Porter's `*v*`. */
export function hasVowel(word: string): boolean {
  return vowelsOf(word).includes(true);
}

export function endsInConsonant(word: string): boolean {
  return vowelsOf(word).at(-1) === false;
}

/** Porter's `*d`: the same consonant twice at the end. */
export function endsInDoubleConsonant(word: string): boolean {
  return word.length >= 2 && word.at(-1) === word.at(-2) && endsInConsonant(word);
}

/**
 * Porter's `*o`: consonant, vowel, consonant at the end, the last not `w`, `x` or `y`. NLTK adds words that are one vowel and
 * one consonant (whichever), so that `ow(ed)` becomes `owe`.
 */
export function endsInShortSyllable(word: string): boolean {
  const vowels = vowelsOf(word);
  const [before, middle, last] = [vowels.at(-3), vowels.at(-2), vowels.at(-1)];
  if (middle !== true || last !== false) return false;
  return before === undefined || (before === false && !"wxy".includes(word.at(-1)!));
}
