import type { RandomStream } from "../../stats/index.ts";
import { adjectives, creatures, kinds, objects, pluralOf } from "../lexicon/words.ts";
import { functionClauses, functionRequest } from "./function-request.ts";
import { biasTopic } from "./groups.ts";
import { name, perhapsTime } from "./phrases.ts";
import { described, plain, question, type Sentence, sentence, type Text, verb } from "./sentence.ts";

/** What one may ask or request in a sentence. */
const questions: readonly ((random: RandomStream) => Sentence)[] = [
  (random) => question([plain("where"), verb("is"), plain(name(random)), ...perhapsTime(random, 0.3)]),
  (random) => question([plain("what"), verb("has"), plain(name(random)), ...perhapsTime(random, 0.3)]),
  (random) => question([plain("what"), verb("is"), plain(name(random)), ...perhapsTime(random, 0.3)]),
  (random) => question([plain("who"), verb("has"), plain("a"), described(random.choice(adjectives), random.choice(objects))]),
  (random) => question([plain(`how many ${pluralOf(random.choice(objects))}`), verb("has"), plain(name(random)), ...perhapsTime(random, 0.6)]),
  (random) => question([plain("which"), verb("is"), plain(`a ${random.choice(Object.keys(kinds))}`), ...perhapsTime(random, 0.2)]),
  (random) => question([plain("which"), verb("is"), plain("greatest"), ...perhapsTime(random, 0.3)]),
  (random) => question([plain("who"), verb("is"), plain(trait(random)), ...perhapsTime(random, 0.3)]),
  (random) => question([plain(`which ${random.choice(creatures)}`), verb("is"), plain(random.choice(adjectives))]),
  (random) => {
    const { function: named, does } = functionClauses(functionRequest(random));
    return sentence([verb("write"), ...named], ...does);
  },
];

/** `ada asks: where is ben?`: a statement, though what is quoted in it is none. */
export function quotation(random: RandomStream): Text {
  return [{ clauses: [[plain(name(random)), verb("asks")]], end: ":" }, random.choice(questions)(random)];
}

function trait(random: RandomStream): string {
  const { unwelcome, welcome } = biasTopic(random);
  return random.choice([unwelcome, welcome]);
}
