import type { RandomStream } from "../../stats/index.ts";
import { biasTopic } from "../grammar/groups.ts";
import { arithmetic } from "./arithmetic.ts";
import { biasQuestion } from "./bias.ts";
import { code } from "./code.ts";
import { passageQuestion } from "./passage-question.ts";
import type { Question } from "./question.ts";
import { reasoning } from "./reasoning.ts";

/** What the tasks let one choose. */
export interface DirectOptions {
  /** Of the passages of question answering. */
  readonly sentences: number;
  /** The share of short passages of which everything is asked; by default none. */
  readonly severalShare?: number;
  /** The share of bias questions whose context does not tell. */
  readonly ambiguousBiasShare: number;
  /** The share of questions about rules that the rules leave open. */
  readonly unknownShare: number;
}

export type DirectTaskName = "reasoning" | "code" | "arithmetic" | "bias" | "questions";

/** The five tasks that are asked directly; they are DIM-Bench's input tasks too. */
export const directTasks: Readonly<Record<DirectTaskName, (random: RandomStream, options: DirectOptions) => Question>> = {
  reasoning: (random, { unknownShare }) => reasoning(random, { unknownShare }),
  code: (random) => code(random),
  arithmetic: (random) => arithmetic(random),
  bias: (random, { ambiguousBiasShare }) => biasQuestion(random, biasTopic(random), { ambiguousShare: ambiguousBiasShare }).asked,
  questions: (random, { sentences, severalShare = 0 }) => passageQuestion(random, { sentences, severalShare }),
};

export const directTaskNames: readonly DirectTaskName[] = Object.keys(directTasks) as DirectTaskName[];
