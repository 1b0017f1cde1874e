import type { JudgeQuestion } from "./judge-question.ts";

/** Of requests for code: still a request, with all it asks. */
export const requestKept: JudgeQuestion = {
  name: "request-kept",
  expected: "yes",
  instead: ["truncated", "numbers-changed", "other"],
  text: () => "Is the output still a request to somebody to write or mend a program, with all that the input says about it: what is to be done, names of functions, files and tables, examples and numbers unchanged, code that the input quotes left as it is?",
};
