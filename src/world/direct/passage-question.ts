import type { RandomStream } from "../../stats/index.ts";
import { chance, weighted } from "../grammar/draw.ts";
import { perhapsTime, place } from "../grammar/phrases.ts";
import { render } from "../grammar/render.ts";
import { type Clause, described, plain, question, type Sentence, sentence, verb } from "../grammar/sentence.ts";
import { adjectives, names, objects } from "../lexicon/words.ts";
import type { Question } from "./question.ts";

/** @see passageQuestion */
export interface PassageOptions {
  /** Up to as many as there are names. */
  readonly sentences: number;
  /** The share of short passages of which everything is asked, one question after the other; by default none. */
  readonly severalShare?: number;
}

/** Of a passage of which everything is asked. */
const mostAsked = 6;

interface Fact {
  readonly who: string;
  readonly thing?: Clause;
  readonly sentence: Sentence;
}

/**
 * A passage of facts and a question about one of them, or about each; the answer is that fact's sentence, or theirs. Nobody occurs twice: small models learn to
 * find a name from a hundredth of the examples that they need where a name may stand in two sentences (docs/log.md).
 */
export function passageQuestion(random: RandomStream, { sentences, severalShare = 0 }: PassageOptions): Question {
  const hasSomething = Array.from({ length: sentences }, () => chance(random, 0.5));
  const persons = random.sample(names, sentences);
  const things = random.sample(possessions, sentences);
  const facts = persons.map((who, at): Fact => {
    if (!hasSomething[at]) return { who, sentence: sentence([plain(who), verb("is"), place(random), ...perhapsTime(random, 0.25)]) };
    const [adjective, noun] = things[at]!;
    const thing = [plain("a"), described(adjective, noun)];
    return { who, thing, sentence: sentence([plain(who), verb("has"), ...thing, ...perhapsTime(random, 0.25)]) };
  });
  const asked = sentences <= mostAsked && chance(random, severalShare) ? random.shuffle([...facts]) : [random.choice(facts)];
  return { text: [...facts.map(({ sentence }) => sentence), ...asked.map((fact) => asking(random, fact))], answer: render(asked.map(({ sentence }) => sentence)) };
}

const possessions: readonly (readonly [adjective: string, noun: string])[] = adjectives.flatMap((adjective) => objects.map((noun) => [adjective, noun] as const));

function asking(random: RandomStream, { who, thing }: Fact): Sentence {
  if (thing === undefined) return question([plain("where"), verb("is"), plain(who)]);
  return weighted(random, [
    [7, question([plain("what"), verb("has"), plain(who)])],
    [3, question([plain("who"), verb("has"), ...thing])],
  ]);
}
