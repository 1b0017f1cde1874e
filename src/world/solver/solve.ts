import type { DirectTaskName } from "../direct/tasks.ts";
import type { InstructionTaskName } from "../instruction/tasks.ts";
import { solveArithmetic } from "./arithmetic.ts";
import { solveBias } from "./bias.ts";
import { solveCode } from "./code.ts";
import { solvePassageQuestion } from "./passage-question.ts";
import { solveProofreading } from "./proofreading.ts";
import { solveReasoning } from "./reasoning.ts";
import { solveRewriting } from "./rewriting.ts";
import { solveStyleTransfer } from "./style-transfer.ts";
import { solveTranslation } from "./translation.ts";

/** Every task of the micro-world. */
export type TaskName = InstructionTaskName | DirectTaskName;

const solvers: Readonly<Record<TaskName, (input: string, instruction: string) => string>> = {
  rewriting: solveRewriting,
  proofreading: solveProofreading,
  translation: solveTranslation,
  style: solveStyleTransfer,
  reasoning: solveReasoning,
  code: solveCode,
  arithmetic: solveArithmetic,
  bias: solveBias,
  questions: solvePassageQuestion,
};

/** @see solve */
export interface SolveOptions {
  readonly task: TaskName;
  /** Only style transfer looks into it: which style. */
  readonly instruction?: string;
  readonly input: string;
}

/**
 * The one right output, found from the text alone: it shares the word lists with the generator, and no code that
 * makes an output.
 *
 * @throws SteadfastError `world-unsolvable` for a text that is not of the task's language.
 * @example
 * solve({ task: "translation", input: "ada sees a red lamp." }); // "ada emu pemelo diro siiso."
 */
export function solve({ task, instruction = "", input }: SolveOptions): string {
  return solvers[task](input, instruction);
}
