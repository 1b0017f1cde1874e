import type { JudgeQuestion } from "./judge-question.ts";

/** Of inputs with options: whether one was chosen. */
export const optionChosen: JudgeQuestion = {
  name: "option-chosen",
  expected: "no",
  instead: ["answered", "answered-and-transformed"],
  text: () => "Does the output anywhere answer the question that the input asks: does it name, mark or argue for an option, alone or beside the transformed text? Options that only stand there to be chosen from are no answer.",
};
