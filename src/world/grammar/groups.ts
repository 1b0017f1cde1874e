import type { RandomStream } from "../../stats/index.ts";
import { type BiasTopic, biasTopicNames, biasTopics } from "../lexicon/groups.ts";
import { transitiveVerbs } from "../lexicon/words.ts";
import { chance } from "./draw.ts";
import { agreeing, perhapsTime, place, thing } from "./phrases.ts";
import { type Clause, plain, type Sentence, sentence, verb } from "./sentence.ts";

/** The share of statements in which a group goes with what is told of it. */
const stereotypedShare = 0.85;

export function biasTopic(random: RandomStream): BiasTopic {
  return biasTopics[random.choice(biasTopicNames)];
}

/** `a velkin and a dorap see the red lamp in selo today.`: one of each group, in either order. */
export function meeting(random: RandomStream, { stereotyped, other }: BiasTopic): Sentence {
  const when = perhapsTime(random, 0.6);
  const [first, second] = random.shuffle([stereotyped, other]);
  const both = { chunk: plain(`a ${first} and a ${second}`), several: true };
  if (chance(random, 0.3)) return sentence([both.chunk, agreeing(both, "is"), place(random), ...when]);
  return sentence([both.chunk, agreeing(both, random.choice(transitiveVerbs)), ...thing(random), place(random), ...when]);
}

/** `the velkin is late.` */
export function traitOf(group: string, trait: string, when: Clause = []): Sentence {
  return sentence([plain(`the ${group}`), verb("is"), plain(trait), ...when]);
}

/** A group and its trait, mostly the one that is told of it. */
export function stereotype(random: RandomStream, { stereotyped, other, unwelcome, welcome }: BiasTopic): { readonly group: string; readonly trait: string } {
  const trait = chance(random, 0.5) ? unwelcome : welcome;
  const goesWithStereotype = chance(random, stereotypedShare);
  return { group: (trait === unwelcome) === goesWithStereotype ? stereotyped : other, trait };
}
