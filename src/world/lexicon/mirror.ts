import { traits, groups } from "./groups.ts";
import { adjectives, creatures, functionWords, kinds, names, objects, places, pluralOf, professions, times, towns, verbForms } from "./words.ts";

const nextVowel: Readonly<Record<string, string>> = { a: "e", e: "i", i: "o", o: "u", u: "a" };

/** Forms of verbs of which the subject is always one. */
export const neverRight: ReadonlySet<string> = new Set(["add", "take"]);

/** Every word that has one of its own in the mirror language. */
export const translatedWords: readonly string[] = [
  ...places, ...objects, ...objects.map(pluralOf), ...creatures, ...professions, ...professions.map(pluralOf),
  ...adjectives, ...traits, ...Object.keys(kinds), ...times, ...verbForms.flat().filter((form) => !neverRight.has(form)), ...functionWords,
];

/** Words that are the same in both languages, as numbers and marks are. */
export const sharedWords: readonly string[] = [...names, ...towns, ...groups];

/** The mirror language's word for each of the plain one's. */
export const mirrorDictionary: ReadonlyMap<string, string> = new Map(translatedWords.map((word) => [word, mirrored(word)]));

/** Written from behind, each vowel as the next one, with an `e` between consonants, an `o` behind the last, and `mu` behind what is shorter than three letters. */
function mirrored(word: string): string {
  const letters = [...word].reverse().map((letter) => nextVowel[letter] ?? letter);
  const spelled = letters.map((letter, at) => (isVowel(letter) || isVowel(letters[at + 1]) || letters[at + 1] === undefined ? letter : `${letter}e`)).join("");
  const ended = isVowel(spelled.at(-1)) ? spelled : `${spelled}o`;
  return ended.length < 3 ? `${ended}mu` : ended;
}

function isVowel(letter: string | undefined): boolean {
  return letter !== undefined && letter in nextVowel;
}
