import { mirrorDictionary } from "../lexicon/mirror.ts";
import { adjectives, creatures, objects, verbForms } from "../lexicon/words.ts";
import { clausesOf, readSentences, writeSentences } from "../solver/read-sentences.ts";

const plainWord = new Map([...mirrorDictionary].map(([plain, mirrored]) => [mirrored, plain]));
const verbs = new Set(verbForms.flat());

/** From the mirror language back into the plain one, by its own grammar: proof that a translation loses nothing. */
export function backTranslate(text: string): string {
  return writeSentences(
    readSentences(text).map((sentence) => {
      const clauses = clausesOf(sentence.words.map((word) => plainWord.get(word) ?? word));
      return { ...sentence, words: clauses.flatMap((clause, at) => adjectivesFirst(verbInPlace(clause, at === 0))) };
    }),
  );
}

function verbInPlace(clause: readonly string[], isFirst: boolean): string[] {
  const verb = clause.at(-1)!;
  if (!verbs.has(verb)) return [...clause];
  const others = clause.slice(0, -1);
  const at = placeOfVerb(others, isFirst);
  return [...others.slice(0, at), verb, ...others.slice(at)];
}

function placeOfVerb(words: readonly string[], isFirst: boolean): number {
  const [first, second] = words;
  if (first === "that" || first === "then" || first === "who") return 1;
  if (first === "which") return objects.includes(second!) || creatures.includes(second!) ? 2 : 1;
  if (first === "where" || first === "what" || first === "how") return !isFirst ? words.length : first === "how" ? 3 : 1;
  if (first === "a") return second === "function" ? 0 : 5;
  return first === "the" || first === "every" ? 2 : 1;
}

function adjectivesFirst(words: readonly string[]): string[] {
  const ordered = [...words];
  for (let at = 0; at + 1 < ordered.length; at++) {
    if (objects.includes(ordered[at]!) && adjectives.includes(ordered[at + 1]!)) [ordered[at], ordered[at + 1]] = [ordered[at + 1]!, ordered[at]!];
  }
  return ordered;
}
