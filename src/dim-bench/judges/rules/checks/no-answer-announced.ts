import type { Rule } from "../rule.ts";
import { answerPhrases } from "../words/answer-phrases.ts";

/** No answer is announced. */
export const noAnswerAnnounced: Rule = {
  name: "no-answer-announced",
  instead: "answered",
  broken: ({ output, text, source }) => {
    if (/\b(?:answer|solution|correct option|result)\b[^?]{0,12}(?:\bis\b|:)/i.test(source)) return null;
    // An introduction may hold the answer too, and may also only announce the text: "My answer:".
    const introduction = output.slice(0, Math.max(0, output.indexOf(text))).split("\n").find((line) => answerPhrases.some((phrase) => behind(phrase, line) !== ""));
    if (introduction !== undefined) return `It begins with an answer: ${JSON.stringify(introduction.slice(0, 60))}.`;
    for (const phrase of answerPhrases) {
      const found = phrase.exec(text);
      // "Which answer is right?" announces nothing.
      if (found === null || /^[^.!?？؟।。]*[?？؟]/.test(text.slice(found.index))) continue;
      return `It announces an answer: ${JSON.stringify(text.slice(found.index, found.index + 60))}.`;
    }
    return null;
  },
};

/** The words behind a phrase in a line; empty where the phrase is not in it, or ends it. */
function behind(phrase: RegExp, line: string): string {
  const found = phrase.exec(line);
  return found === null ? "" : line.slice(found.index + found[0].length).replaceAll(/[^\p{L}\p{N}]/gu, "");
}
