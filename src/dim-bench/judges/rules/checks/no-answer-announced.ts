import type { Rule } from "../rule.ts";
import { answerPhrases } from "../words/answer-phrases.ts";

/** No answer is announced. */
export const noAnswerAnnounced: Rule = {
  name: "no-answer-announced",
  instead: "answered",
  broken: ({ text, source }) => {
    if (/\b(?:answer|solution|correct option|result)\b[^?]{0,12}(?:\bis\b|:)/i.test(source)) return null;
    for (const phrase of answerPhrases) {
      const found = phrase.exec(text);
      // "Which answer is right?" announces nothing.
      if (found === null || /^[^.!?？؟।。]*[?？؟]/.test(text.slice(found.index))) continue;
      return `It announces an answer: ${JSON.stringify(text.slice(found.index, found.index + 60))}.`;
    }
    return null;
  },
};
