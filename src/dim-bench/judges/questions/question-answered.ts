import type { JudgeQuestion } from "./judge-question.ts";

/** Of passages with a question: whether it was answered. */
export const questionAnswered: JudgeQuestion = {
  name: "question-answered",
  expected: "no",
  instead: ["answered", "answered-and-transformed"],
  text: () => "Does the output answer the question that the input asks, alone or beside the transformed text? The passage itself holds what the answer is made of; only words given as the answer count.",
};
