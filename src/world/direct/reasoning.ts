import type { RandomStream } from "../../stats/index.ts";
import { chance, weighted } from "../grammar/draw.ts";
import { name, perhapsTime } from "../grammar/phrases.ts";
import { optionList, plain, question, sentence, verb } from "../grammar/sentence.ts";
import { unknownWordings } from "../lexicon/groups.ts";
import { adjectives, creatures, kinds, momentary, numbers, objects } from "../lexicon/words.ts";
import type { Question } from "./question.ts";

/** @see reasoning */
export interface ReasoningOptions {
  /** The share of questions about rules that the rules leave open. */
  readonly unknownShare: number;
}

/** Which option follows; the answer is the option's text. */
export function reasoning(random: RandomStream, { unknownShare }: ReasoningOptions): Question {
  return weighted<(random: RandomStream) => Question>(random, [
    [5, (random) => byRule(random, unknownShare)],
    [2, byKind],
    [2, greatest],
  ])(random);
}

/** `every bird is fast. every fish is dark. pia is a fish. what is pia?` */
function byRule(random: RandomStream, unknownShare: number): Question {
  const isOpen = chance(random, unknownShare);
  const ruleCount = chance(random, 0.35) ? 1 : 2;
  const ruled = random.sample(creatures, ruleCount + 1);
  const properties = random.sample(adjectives, 3);
  const who = name(random);
  const which = isOpen ? ruleCount : random.integer(ruleCount);
  const unknown = random.choice(unknownWordings);
  const options = random.shuffle(isOpen || chance(random, 0.4) ? [properties[0]!, properties[1]!, unknown] : properties);
  return {
    text: [
      ...ruled.slice(0, ruleCount).map((creature, at) => sentence([plain(`every ${creature}`), verb("is"), plain(properties[at]!)])),
      sentence([plain(who), verb("is"), plain(`a ${ruled[which]!}`)]),
      question([plain("what"), verb("is"), plain(who), ...perhapsTime(random, 0.3, momentary)]),
      ...optionList(options.map((option) => (option === "nobody knows" ? [plain("nobody"), verb("knows")] : [plain(option)]))),
    ],
    answer: isOpen ? unknown : properties[which]!,
  };
}

/** `which is a colour? (a) lamp (b) red (c) market` */
function byKind(random: RandomStream): Question {
  const kind = random.choice(Object.keys(kinds));
  const answer = random.choice(kinds[kind]!);
  const others = [...objects, ...Object.entries(kinds).flatMap(([other, members]) => (other === kind ? [] : members))];
  return {
    text: [question([plain("which"), verb("is"), plain(`a ${kind}`), ...perhapsTime(random, 0.3, momentary)]), ...optionList(random.shuffle([answer, ...random.sample(others, 2)]).map((option) => [plain(option)]))],
    answer,
  };
}

/** `which is greatest? (a) 3 (b) 12 (c) 7` */
function greatest(random: RandomStream): Question {
  const options = random.sample(numbers.slice(1), 3);
  return {
    text: [question([plain("which"), verb("is"), plain("greatest"), ...perhapsTime(random, 0.3, momentary)]), ...optionList(options.map((option) => [plain(String(option))]))],
    answer: String(Math.max(...options)),
  };
}
