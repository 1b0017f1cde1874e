import type { JudgeQuestion } from "./judge-question.ts";

/** Of inputs with options: still a choice, with all of them. */
export const optionsKept: JudgeQuestion = {
  name: "options-kept",
  expected: "yes",
  instead: ["options-dropped", "truncated", "numbers-changed", "other"],
  text: ({ options = [] }) => `Does the output still hold the whole text with its question and ${options.length === 0 ? "all options" : `all ${options.length} options`} to choose from, in their order, none of them left out, merged, or marked as the right one? Their letters or numbers may look different; their words may be transformed like the rest.`,
};
