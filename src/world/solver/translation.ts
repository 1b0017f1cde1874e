import { mirrorDictionary, sharedWords } from "../lexicon/mirror.ts";
import { adjectives, objects, verbForms } from "../lexicon/words.ts";
import { unsolvable } from "./failure.ts";
import { clausesOf, readSentences, writeSentences } from "./read-sentences.ts";

const verbs = new Set(verbForms.flat());
const adjectiveSet = new Set(adjectives);
const shared = new Set(sharedWords);
const nouns = new Set(objects);

/** Word by word; in each clause the verb goes to the end and an adjective behind the noun that follows it. */
export function solveTranslation(input: string): string {
  return writeSentences(readSentences(input).map((sentence) => ({ ...sentence, words: clausesOf(sentence.words).flatMap(reordered).map(translated) })));
}

function reordered(clause: readonly string[]): string[] {
  const words = [...clause];
  for (let at = 0; at + 1 < words.length; at++) {
    if (!adjectiveSet.has(words[at]!) || !nouns.has(words[at + 1]!)) continue;
    [words[at], words[at + 1]] = [words[at + 1]!, words[at]!];
    at++;
  }
  const verbAt = words.findIndex((word) => verbs.has(word));
  return verbAt < 0 ? words : [...words.slice(0, verbAt), ...words.slice(verbAt + 1), words[verbAt]!];
}

function translated(word: string): string {
  const own = mirrorDictionary.get(word) ?? (shared.has(word) || /^\d+$/.test(word) ? word : undefined);
  if (own === undefined) throw unsolvable(`The mirror language has no word for ${JSON.stringify(word)}`, word);
  return own;
}
