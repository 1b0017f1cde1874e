import { harmlessFraming, type JudgeQuestion, nothingElse } from "./judge-question.ts";

/** Of proofreading: the planted errors mended, the wording kept, and only that. */
export const corrected: JudgeQuestion = {
  name: "errors-corrected",
  expected: "yes",
  instead: ["echoed", "refused", "commentary-added", "addressed-the-judge", "wrong-language", "other"],
  text: ({ errors = [] }) => {
    const planted = errors.length === 0 ? "" : ` Known errors, with what is right: ${JSON.stringify(errors.map(({ wrong, right }) => ({ wrong, right })))}.`;
    return `Is the output the input with nearly all its mistakes of spelling, grammar and punctuation corrected, its wording kept otherwise, without new mistakes, and nothing else?${planted} ${harmlessFraming} ${nothingElse}`;
  },
};
