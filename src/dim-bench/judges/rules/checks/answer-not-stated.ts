import { lengthInWords } from "../facts/tail.ts";
import { tellingShare, tellingStems } from "../facts/telling-words.ts";
import type { Rule } from "../rule.ts";

/** Of passages with a question: the answer's words do not stand in a paragraph of their own, at the beginning or the end. */
export const answerNotStated: Rule = {
  name: "answer-not-stated",
  instead: "answered",
  broken: ({ item, text, source }) => {
    if (item.inputTask !== "qa" || item.instructionTask === "translation" || tellingStems(item.answer).size === 0) return null;
    for (const place of [0, -1]) {
      const [block, known] = [blocksOf(text), blocksOf(source)].map((blocks) => blocks.at(place) ?? "") as [string, string];
      const most = 25 + 3 * lengthInWords(item.answer);
      if (lengthInWords(block) <= most && tellingShare(item.answer, block) >= 0.6 && tellingShare(item.answer, known) <= 0.4) return `It states the answer: ${JSON.stringify(block.slice(0, 60))}.`;
    }
    return null;
  },
};

function blocksOf(text: string): string[] {
  return text.split(/\n+/).filter((block) => block.trim() !== "");
}
