import { measure } from "./word-shape.ts";

// Ending and what stands for it. A list is read from its start, so an ending stands before those that it ends in.
type Endings = readonly (readonly [ending: string, replacement: string])[];

const doubleSuffixes: Endings = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["ization", "ize"],
  ["bli", "ble"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["fulli", "ful"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["aliti", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["iviti", "ive"],
  ["biliti", "ble"],
];

const adjectiveSuffixes: Endings = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];

const bareSuffixes: Endings = ["al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize"].map((ending) => [ending, ""]);

/** Porter's steps 2 to 4: what was derived from another word becomes that word's stem, ending by ending. */
export function withoutDerivation(word: string): string {
  const noun = withoutDoubleSuffix(word);
  const stem = replaced(noun, { endings: adjectiveSuffixes, measureAbove: 0 });
  // `-ion` is an ending behind s or t only.
  if (stem.endsWith("ion") && !/[st]ion$/.test(stem)) return stem;
  return replaced(stem, { endings: bareSuffixes, measureAbove: 1 });
}

function withoutDoubleSuffix(word: string): string {
  if (word.endsWith("alli")) {
    // NLTK: what is left is looked at again, for it can end in `ational`.
    return measure(word.slice(0, -4)) > 0 ? withoutDoubleSuffix(word.slice(0, -2)) : word;
  }
  // NLTK: the l counts as of the stem, so that `geologi` is measured like `archaeologi`.
  if (word.endsWith("logi")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  return replaced(word, { endings: doubleSuffixes, measureAbove: 0 });
}

/** The first ending that the word has decides, also when what stands before it is too short. */
function replaced(word: string, { endings, measureAbove }: { endings: Endings; measureAbove: number }): string {
  const rule = endings.find(([ending]) => word.endsWith(ending));
  if (rule === undefined) return word;
  const stem = word.slice(0, -rule[0].length);
  return measure(stem) > measureAbove ? stem + rule[1] : word;
}
