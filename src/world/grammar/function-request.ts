import type { RandomStream } from "../../stats/index.ts";
import { objects } from "../lexicon/words.ts";
import { between, chance } from "./draw.ts";
import { type Clause, plain, verb } from "./sentence.ts";

/** One thing that a function does to its number. */
export interface FunctionStep {
  readonly sign: "+" | "-";
  readonly amount: number;
}

/** A function of one number, as one asks for it. */
export interface FunctionRequest {
  readonly name?: string;
  readonly steps: readonly FunctionStep[];
}

const greatestAmount = 20;

export function functionRequest(random: RandomStream): FunctionRequest {
  const step = (): FunctionStep => ({ sign: chance(random, 0.5) ? "+" : "-", amount: between(random, 1, greatestAmount) });
  const steps = chance(random, 0.6) ? [step()] : [step(), step()];
  return chance(random, 0.75) ? { name: random.choice(objects), steps } : { steps };
}

/** `a function named lamp` / `that adds 3 to a number` / `then takes 2 from it`. */
export function functionClauses({ name, steps }: FunctionRequest): { readonly function: Clause; readonly does: readonly Clause[] } {
  return {
    function: [plain(name === undefined ? "a function" : `a function named ${name}`)],
    does: steps.map(({ sign, amount }, at) => [plain(at === 0 ? "that" : "then"), verb(sign === "+" ? "adds" : "takes"), plain(`${amount} ${sign === "+" ? "to" : "from"} ${at === 0 ? "a number" : "it"}`)]),
  };
}
