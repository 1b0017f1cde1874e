import { randomStream, type RandomStream } from "../../stats/index.ts";
import type { PlantedError } from "./bench-item.ts";
import { proseOf } from "./errors/prose.ts";
import { slips } from "./errors/slips.ts";

/** @see plantErrors */
export interface PlantErrorsOptions {
  /** Free of errors. */
  readonly text: string;
  readonly seed: number;
  /** Of the input: texts under the same name and seed get the same errors. */
  readonly id: string;
  /** Parts that stay as they are, wherever they stand: the options. */
  readonly keep?: readonly string[];
}

/**
 * Puts errors into a text that a proof-reader would correct in one way only: two to five, one in sixty words of a long text.
 * They are in prose alone; a text that has too little of it gets fewer, or none.
 *
 * @throws SteadfastError `invalid-seed`
 * @example
 * const { input, errors } = plantErrors({ text, seed: 1, id: "math-017" });
 * withoutErrors(input, errors) === text; // true
 */
export function plantErrors({ text, seed, id, keep = [] }: PlantErrorsOptions): { input: string; errors: PlantedError[] } {
  const random = randomStream(seed, "dim-bench", "errors", id);
  const wanted = wantedErrors(text, random);
  const strict = choose(text, { wanted, keep, lenient: false, random: random.child("strict") });
  const chosen = strict.length >= 2 ? strict : choose(text, { wanted, keep, lenient: true, random: random.child("lenient") });
  return withErrors(text, chosen);
}

/**
 * The text without the errors that were planted in it.
 *
 * @example
 * withoutErrors("teh cat", [{ at: 0, wrong: "teh", right: "the" }]); // "the cat"
 */
export function withoutErrors(input: string, errors: readonly PlantedError[]): string {
  return [...errors].sort((one, other) => other.at - one.at).reduce((text, { at, wrong, right }) => `${text.slice(0, at)}${right}${text.slice(at + wrong.length)}`, input);
}

function wantedErrors(text: string, random: RandomStream): number {
  const words = text.match(/\S+/gu)?.length ?? 0;
  if (words > 300) return Math.min(10, Math.round(words / 60));
  return Math.min(2 + random.integer(4), Math.max(2, Math.round(words / 12)));
}

interface ChoiceOptions {
  readonly wanted: number;
  readonly keep: readonly string[];
  readonly lenient: boolean;
  readonly random: RandomStream;
}

/**
 * Errors at places of the right text, in their order. Every second one is a misspelling; between them the kinds take turns,
 * those first that the text has little room for, and each at most once in five errors.
 */
function choose(text: string, { wanted, keep, lenient, random }: ChoiceOptions): PlantedError[] {
  const prose = proseOf(text, { keep, lenient });
  const rooms = new Map<string, PlantedError[]>();
  for (const { name, find } of slips) rooms.set(name, [...(rooms.get(name) ?? []), ...find(prose).map((ways) => random.choice(ways))]);
  const [misspellings = [], ...others] = [...rooms.values()].map((places) => random.shuffle(places));
  const kinds = others.filter((places) => places.length > 0).sort((one, other) => one.length - other.length);
  const turns = Array.from({ length: Math.ceil(wanted / 5) }, () => kinds).flat();
  const chosen: PlantedError[] = [];
  const take = (places: readonly PlantedError[], distance: number): boolean => {
    const place = places.find((place) => isFree(place, chosen, distance));
    if (place !== undefined) chosen.push(place);
    return place !== undefined;
  };
  for (const distance of [20, 2]) {
    const left = turns.slice();
    while (chosen.length < wanted) {
      const misspelled = take(misspellings, distance);
      if (chosen.length === wanted) break;
      let taken = false;
      while (left.length > 0 && !taken) taken = take(left.shift()!, distance);
      if (!misspelled && !taken) break;
    }
  }
  return chosen.sort((one, other) => one.at - other.at);
}

function isFree({ at, right }: PlantedError, chosen: readonly PlantedError[], distance: number): boolean {
  return chosen.every((other) => other.right !== right && (at + right.length + distance <= other.at || other.at + other.right.length + distance <= at));
}

function withErrors(text: string, places: readonly PlantedError[]): { input: string; errors: PlantedError[] } {
  let input = "";
  let from = 0;
  const errors: PlantedError[] = [];
  for (const { at, wrong, right } of places) {
    input += text.slice(from, at);
    errors.push({ at: input.length, wrong, right });
    input += wrong;
    from = at + right.length;
  }
  return { input: input + text.slice(from), errors };
}
