import { endsInConsonant, endsInDoubleConsonant, endsInShortSyllable, hasVowel, measure } from "./word-shape.ts";

/** Porter's step 1: plurals, past tenses, `-ing`, and the `y` that other words turn into `i`. */
export function withoutInflection(word: string): string {
  return finalYAsI(withoutTense(withoutPlural(word)));
}

function withoutPlural(word: string): string {
  // NLTK: `dies` gives `die`, though `flies` gives `fli`.
  if (word.endsWith("ies")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("sses")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function withoutTense(word: string): string {
  // NLTK: `died` gives `die`, though `spied` gives `spi`.
  if (word.endsWith("ied")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const suffix = ["ed", "ing"].find((suffix) => word.endsWith(suffix));
  if (suffix === undefined) return word;
  const stem = word.slice(0, -suffix.length);
  return hasVowel(stem) ? mended(stem) : word;
}

/** Gives a bared stem the spelling it has as a word: `conflat` its `e`, `hopp` one `p`, `fil` its `e`. */
function mended(stem: string): string {
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsInDoubleConsonant(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsInShortSyllable(stem) ? `${stem}e` : stem;
}

/** NLTK asks for a consonant before the `y`, and for a letter before that one: `try` and `happy`, but neither `by` nor `enjoy`. */
function finalYAsI(word: string): string {
  const stem = word.slice(0, -1);
  return word.endsWith("y") && stem.length > 1 && endsInConsonant(stem) ? `${stem}i` : word;
}
