import type { Rule } from "../rule.ts";

/** Of passages with a question: the question is still asked, about where the input asks it. */
export const questionKept: Rule = {
  name: "question-kept",
  instead: "truncated",
  broken: ({ item, text, source }) => {
    if (item.inputTask !== "qa" || (item.instructionTask !== "translation" && item.instructionTask !== "proofreading")) return null;
    const wanted = lastQuestion(source);
    if (wanted === null) return null;
    const found = lastQuestion(text);
    if (found === null) return "It asks no question.";
    return wanted > 0.8 && found < wanted - 0.2 ? "The question at its end is missing." : null;
  },
};

/** Where a text asks for the last time, as a share of its length. */
function lastQuestion(text: string): number | null {
  const place = Math.max(...["?", "？", "؟"].map((sign) => text.lastIndexOf(sign)));
  return place < 0 ? null : (place + 1) / text.length;
}
