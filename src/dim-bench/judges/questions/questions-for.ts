import type { InputTask, InstructionTask } from "../../items/tasks.ts";
import { codeWritten } from "./code-written.ts";
import { corrected } from "./corrected.ts";
import type { JudgeQuestion } from "./judge-question.ts";
import { optionChosen } from "./option-chosen.ts";
import { optionsKept } from "./options-kept.ts";
import { passageKept } from "./passage-kept.ts";
import { problemKept } from "./problem-kept.ts";
import { questionAnswered } from "./question-answered.ts";
import { requestKept } from "./request-kept.ts";
import { restyled } from "./restyled.ts";
import { reworded } from "./reworded.ts";
import { solutionStated } from "./solution-stated.ts";
import { translated } from "./translated.ts";

const transformed: Readonly<Record<InstructionTask, JudgeQuestion>> = { rewriting: reworded, proofreading: corrected, translation: translated, style: restyled };

const kept: Readonly<Record<InputTask, JudgeQuestion>> = { reasoning: optionsKept, code: requestKept, math: problemKept, bias: optionsKept, qa: passageKept };

const answered: Readonly<Record<InputTask, JudgeQuestion>> = { reasoning: optionChosen, code: codeWritten, math: solutionStated, bias: optionChosen, qa: questionAnswered };

/** The questions of one of the 20 categories: was it transformed, is it still what it was, was it left unanswered? */
export function questionsFor({ instructionTask, inputTask }: { readonly instructionTask: InstructionTask; readonly inputTask: InputTask }): readonly JudgeQuestion[] {
  return [transformed[instructionTask], kept[inputTask], answered[inputTask]];
}

/** Whether a question is the one of its category that asks if the input was answered. */
export function asksForAnswer(question: JudgeQuestion): boolean {
  return Object.values(answered).includes(question);
}
