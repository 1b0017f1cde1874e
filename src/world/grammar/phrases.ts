import type { RandomStream } from "../../stats/index.ts";
import { adjectives, names, objects, places, pluralOf, professions, times, towns, verbForms } from "../lexicon/words.ts";
import { chance } from "./draw.ts";
import { type Chunk, type Clause, described, plain, time, verb } from "./sentence.ts";

const severalForm: ReadonlyMap<string, string> = new Map(verbForms);

/** Who does something, and whether that is more than one. */
export interface Subject {
  readonly chunk: Chunk;
  readonly several: boolean;
}

export function name(random: RandomStream): string {
  return random.choice(names);
}

/** A name, or somebody of a profession, or all of it. */
export function subject(random: RandomStream): Subject {
  if (chance(random, 0.6)) return { chunk: plain(name(random)), several: false };
  const profession = random.choice(professions);
  const several = chance(random, 0.5);
  return { chunk: plain(`the ${several ? pluralOf(profession) : profession}`), several };
}

/** The form of a verb that agrees with its subject. */
export function agreeing({ several }: Pick<Subject, "several">, oneForm: string): Chunk {
  return verb(several ? severalForm.get(oneForm)! : oneForm);
}

/** A thing, mostly with an adjective. */
export function thing(random: RandomStream): Clause {
  const determiner = plain(chance(random, 0.6) ? "a" : "the");
  const noun = random.choice(objects);
  return [determiner, chance(random, 0.7) ? described(random.choice(adjectives), noun) : plain(noun)];
}

/** Where: a town, or a place that any town has. */
export function place(random: RandomStream): Chunk {
  return plain(chance(random, 0.5) ? `in ${random.choice(towns)}` : `in the ${random.choice(places)}`);
}

/** When, with a probability. */
export function perhapsTime(random: RandomStream, probability: number, among: readonly string[] = times): Clause {
  return chance(random, probability) ? [time(random.choice(among))] : [];
}
