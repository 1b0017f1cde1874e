import { adjectives, objects, pluralOf, professions, verbForms } from "../lexicon/words.ts";
import { clausesOf, readSentences, writeSentences } from "./read-sentences.ts";

const oneForm = new Map(verbForms.flatMap(([one, several]) => [[one, one], [several, one]]));
const severalForm = new Map(verbForms.flatMap(([one, several]) => [[one, several], [several, several]]));
const nouns = new Set(objects);
const adjectiveSet = new Set(adjectives);
const several = new Set(["and", ...professions.map(pluralOf)]);
const askers = new Set(["that", "then", "who", "what", "where", "which", "how"]);

/** Words that stand twice once, an adjective before its noun, each verb as its subject wants it. */
export function solveProofreading(input: string): string {
  return writeSentences(readSentences(input).map((sentence) => ({ ...sentence, words: clausesOf(adjectivesFirst(once(sentence.words))).flatMap(agreed) })));
}

function once(words: readonly string[]): string[] {
  return words.filter((word, at) => word !== words[at - 1]);
}

function adjectivesFirst(words: readonly string[]): string[] {
  const ordered = [...words];
  for (let at = 0; at + 1 < ordered.length; at++) {
    if (!nouns.has(ordered[at]!) || !adjectiveSet.has(ordered[at + 1]!)) continue;
    [ordered[at], ordered[at + 1]] = [ordered[at + 1]!, ordered[at]!];
    at++;
  }
  return ordered;
}

function agreed(clause: readonly string[]): string[] {
  return clause.map((word, at) => {
    if (!oneForm.has(word)) return word;
    const isRequest = at === 0;
    const isOfSeveral = !askers.has(clause[0]!) && clause.slice(0, at).some((before) => several.has(before));
    return (isRequest || isOfSeveral ? severalForm : oneForm).get(word)!;
  });
}
