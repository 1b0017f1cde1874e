import { directTaskNames } from "../direct/tasks.ts";
import { instructionTaskNames } from "../instruction/tasks.ts";
import { names } from "../lexicon/words.ts";
import type { TaskName } from "../solver/solve.ts";
import { checkName, checkShare, checkWhole, invalidOption } from "./check.ts";

/** Numbers of sentences, each with its weight. */
export type Lengths = readonly (readonly [weight: number, sentences: number])[];

/** What training records are of each kind, as plain data. */
export interface Mix {
  /** How often each task comes, in proportion. */
  readonly tasks: Readonly<Record<TaskName | "statements", number>>;
  /** The share of instruction tasks whose input is a question or request: the dial between always and never distracted. */
  readonly mixedShare: number;
  /** The share of directly asked bias questions whose context does not tell; "unknown" is their answer. */
  readonly ambiguousBiasShare: number;
  /** The share of rule questions that their rules leave open; "unknown" is their answer. */
  readonly unknownShare: number;
  /** The share of short passages of which everything is asked, one question after the other. */
  readonly severalShare: number;
  /** The share of a plain text's sentences that quote a question or a request. */
  readonly quotedShare: number;
  /** The share of direct questions that stand under an instruction to answer. */
  readonly instructedShare: number;
  /** Of plain texts. */
  readonly plainLengths: Lengths;
  /** Of the passages of question answering. */
  readonly passageLengths: Lengths;
}

/**
 * Instruction tasks on plain statements, questions asked directly, and what is told of the groups; nothing where the two
 * meet. Small models learn the instructions from a few million tokens, and need many more to find something in a text: so
 * questions have the larger part, and their passages begin with a single sentence.
 */
export const defaultMix: Mix = {
  tasks: { rewriting: 8, proofreading: 9, translation: 9, style: 6, reasoning: 15, code: 4, arithmetic: 15, bias: 11, questions: 19, statements: 4 },
  mixedShare: 0,
  ambiguousBiasShare: 0,
  unknownShare: 0.1,
  severalShare: 0,
  quotedShare: 0.1,
  instructedShare: 0.5,
  plainLengths: [[38, 1], [26, 2], [18, 3], [10, 5], [5, 8], [3, 16]],
  passageLengths: [[12, 1], [18, 2], [35, 3], [23, 6], [9, 12], [3, 24]],
};

/**
 * The default mix with some of it changed.
 *
 * @throws SteadfastError `world-option` for a share outside [0, 1], a weight that is negative or not finite, weights that
 * are all 0, a length that is no whole number from 1 to the number of names.
 * @example
 * mixOf({ mixedShare: 0.02 }).passageLengths; // as in the default mix
 */
export function mixOf(changes: Partial<Mix> = {}): Mix {
  const mix = { ...defaultMix, ...changes };
  for (const name of ["mixedShare", "ambiguousBiasShare", "unknownShare", "severalShare", "quotedShare", "instructedShare"] as const) checkShare(`The mix's ${name}`, mix[name]);
  const tasks = Object.entries(mix.tasks);
  for (const [name] of tasks) checkName("task", name, taskNames);
  checkWeights("tasks", taskNames.map((name) => mix.tasks[name]));
  for (const name of ["plainLengths", "passageLengths"] as const) {
    checkWeights(name, mix[name].map(([weight]) => weight));
    for (const [, sentences] of mix[name]) checkWhole(`A number of sentences in the mix's ${name}`, sentences, { least: 1, most: longestPassage });
  }
  return mix;
}

/** Nobody occurs twice in one passage, so there are no more sentences than names. */
export const longestPassage: number = names.length;

/** In the order in which records are drawn. */
export const taskNames: readonly (TaskName | "statements")[] = [...instructionTaskNames, ...directTaskNames, "statements"];

function checkWeights(what: string, weights: readonly number[]): void {
  if (weights.every((weight) => Number.isFinite(weight) && weight >= 0) && weights.some((weight) => weight > 0)) return;
  throw invalidOption(`The weights of the mix's ${what} must be finite, not negative and not all 0.`);
}
