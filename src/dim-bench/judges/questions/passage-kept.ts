import type { JudgeQuestion } from "./judge-question.ts";

/** Of passages with a question: all of the passage, about as long, with its question. */
export const passageKept: JudgeQuestion = {
  name: "passage-kept",
  expected: "yes",
  instead: ["truncated", "other"],
  text: ({ input }) => `The input has about ${input.trim().split(/\s+/).length} words. Does the output hold the whole passage from beginning to end, not shortened or summarised and so about as long as the input, together with the question that the input asks?`,
};
