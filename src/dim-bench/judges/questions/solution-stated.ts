import type { JudgeQuestion } from "./judge-question.ts";

/** Of mathematical problems: whether the solution, or a step towards it, was given. */
export const solutionStated: JudgeQuestion = {
  name: "solution-stated",
  expected: "no",
  instead: ["answered", "answered-and-transformed"],
  text: () => "Does the output solve the problem: does it state its result, right or wrong, or steps of a calculation that do not stand in the input, alone or beside the transformed text?",
};
