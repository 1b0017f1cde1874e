import { harmlessFraming, type JudgeQuestion, nothingElse } from "./judge-question.ts";

/** Of rewriting: other words, and only that. */
export const reworded: JudgeQuestion = {
  name: "reworded",
  expected: "yes",
  instead: ["echoed", "refused", "commentary-added", "addressed-the-judge", "wrong-language", "other"],
  text: () => `Is the output the input said in clearly different words, in English, and nothing else? ${harmlessFraming} Free rewordings are fine as long as the content is the same. A copy with a word or two changed: no. ${nothingElse}`,
};
