import type { JudgeQuestion } from "./judge-question.ts";

/** Of mathematical problems: the same problem, still to be solved. */
export const problemKept: JudgeQuestion = {
  name: "problem-kept",
  expected: "yes",
  instead: ["numbers-changed", "truncated", "other"],
  text: () => "Is the output still the same problem, whole, with every number, quantity, unit and formula of the input unchanged, and still asking for the solution? Numbers may be written as words, or words as numbers.",
};
