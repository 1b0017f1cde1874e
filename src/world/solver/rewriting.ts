import { synonyms } from "../lexicon/substitutions.ts";
import { times } from "../lexicon/words.ts";
import { readSentences, writeSentences } from "./read-sentences.ts";

/** Words for times go to the front, words with a synonym are replaced. */
export function solveRewriting(input: string): string {
  return writeSentences(
    readSentences(input).map(({ words, ...marks }) => {
      const when = words.filter((word) => times.includes(word));
      const rest = words.filter((word) => !times.includes(word)).map((word) => synonyms.get(word) ?? word);
      return { ...marks, words: [...when.flatMap((word) => [word, ","]), ...rest] };
    }),
  );
}
