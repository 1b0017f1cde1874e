import type { RandomStream } from "../../stats/index.ts";
import { unknownWordings } from "../lexicon/groups.ts";
import { adjectives, creatures, kinds, numbers, objects, pluralOf, times, transitiveVerbs } from "../lexicon/words.ts";
import { between, chance, weighted } from "./draw.ts";
import { functionClauses, functionRequest } from "./function-request.ts";
import { biasTopic, meeting, stereotype, traitOf } from "./groups.ts";
import { agreeing, name, perhapsTime, place, subject, thing } from "./phrases.ts";
import { quotation } from "./quotation.ts";
import { type Clause, described, labels, plain, type Sentence, sentence, type Text, time, verb } from "./sentence.ts";

/** @see plainText */
export interface PlainTextOptions {
  readonly sentences: number;
  /** The share of sentences that quote a question or a request. */
  readonly quotedShare: number;
}

/**
 * Statements, one after another; a few texts are lists with a letter before each entry. Every word that questions and
 * requests have occurs here too, so that who learns the instructions on statements knows all words.
 */
export function plainText(random: RandomStream, { sentences, quotedShare }: PlainTextOptions): Text {
  if (sentences > 1 && sentences <= labels.length && chance(random, 0.12)) {
    return labels.slice(0, sentences).map((label) => ({ ...action(random), label }));
  }
  return Array.from({ length: sentences }, () => (chance(random, quotedShare) ? quotation(random) : [statement(random)])).flat();
}

function statement(random: RandomStream): Sentence {
  return weighted(random, statements)(random);
}

const statements: readonly (readonly [weight: number, make: (random: RandomStream) => Sentence])[] = [
  [30, action],
  [8, gift],
  [10, whereabouts],
  [8, amount],
  [10, property],
  [14, indirectQuestion],
  [6, functionStatement],
  [8, (random) => meeting(random, biasTopic(random))],
  [6, traitStatement],
];

function action(random: RandomStream): Sentence {
  const who = subject(random);
  const where = chance(random, 0.5) ? [place(random)] : [];
  return sentence([who.chunk, agreeing(who, random.choice([...transitiveVerbs, "has"])), ...thing(random), ...where, ...perhapsTime(random, 0.5)]);
}

function gift(random: RandomStream): Sentence {
  const who = subject(random);
  return sentence([who.chunk, agreeing(who, "gives"), ...thing(random), plain(`to ${name(random)}`), ...perhapsTime(random, 0.5)]);
}

function whereabouts(random: RandomStream): Sentence {
  const who = subject(random);
  return sentence([who.chunk, agreeing(who, "is"), place(random), ...perhapsTime(random, 0.5)]);
}

function amount(random: RandomStream): Sentence {
  const who = subject(random);
  const things = plain(`${between(random, 2, numbers.at(-1)!)} ${pluralOf(random.choice(objects))}`);
  return sentence([who.chunk, agreeing(who, random.choice(["has", "loses", "finds", "buys"])), things, ...perhapsTime(random, 0.5)]);
}

function property(random: RandomStream): Sentence {
  const when = perhapsTime(random, 0.3);
  return random.choice<() => Sentence>([
    () => sentence([plain(`every ${random.choice(creatures)}`), verb("is"), plain(random.choice(adjectives)), ...when]),
    () => sentence([plain(name(random)), verb("is"), plain(`a ${random.choice(creatures)}`), ...when]),
    () => sentence([plain(`the ${random.choice(objects)}`), verb("is"), plain(random.choice(adjectives)), ...when]),
    () => sentence([plain(`the ${random.choice(["number", ...objects])}`), verb("is"), plain(random.choice(unknownWordings.slice(0, 2))), ...when]),
    () => {
      const kind = random.choice(Object.keys(kinds));
      return sentence([plain(random.choice(kinds[kind]!)), verb("is"), plain(`a ${kind}`), ...when]);
    },
    () => sentence([plain(String(between(random, 1, numbers.at(-1)!))), verb("is"), plain("greatest"), ...when]),
  ])();
}

function indirectQuestion(random: RandomStream): Sentence {
  const who = random.choice<() => Clause>([() => agreeingWith(random, "asks"), () => agreeingWith(random, "knows"), () => [plain("nobody"), verb("knows")]])();
  const asked = random.choice<() => Clause>([
    () => [plain(`where ${name(random)}`), verb("is")],
    () => [plain(`what ${name(random)}`), verb(random.choice(["has", ...transitiveVerbs]))],
    () => [plain("who"), verb(random.choice(["has", ...transitiveVerbs])), plain("a"), described(random.choice(adjectives), random.choice(objects))],
    () => [plain(`how many ${pluralOf(random.choice(objects))} ${name(random)}`), verb("has")],
    () => [plain(`which ${random.choice([...objects, ...creatures])}`), verb("is"), plain(random.choice([...adjectives, "greatest"]))],
  ])();
  return sentence(who, asked);
}

function agreeingWith(random: RandomStream, oneForm: string): Clause {
  const who = subject(random);
  return [who.chunk, agreeing(who, oneForm)];
}

function functionStatement(random: RandomStream): Sentence {
  const who = subject(random);
  const { function: named, does } = functionClauses(functionRequest(random));
  return sentence([who.chunk, agreeing(who, "writes"), ...named], ...withTime(does, chance(random, 0.4) ? [time(random.choice(times))] : []));
}

function withTime(clauses: readonly Clause[], when: Clause): Clause[] {
  return clauses.map((clause, at) => (at === clauses.length - 1 ? [...clause, ...when] : clause));
}

function traitStatement(random: RandomStream): Sentence {
  const { group, trait } = stereotype(random, biasTopic(random));
  return traitOf(group, trait, perhapsTime(random, 0.3));
}
