import { wordDiff } from "../../../../text/index.ts";
import { lengthInWords } from "../facts/tail.ts";
import type { Rule } from "../rule.ts";

const MOST_INSIDE = 5;

/** Of proofreading: nothing stands behind the corrected text, and no sentence before or within it, that the input does not have. */
export const nothingInserted: Rule = {
  name: "nothing-inserted",
  instead: "answered",
  broken: ({ item, text, source }) => {
    if (item.instructionTask !== "proofreading") return null;
    const parts = wordDiff(source, text);
    const longest = parts.find(({ kind, text: added }) => kind === "added" && lengthInWords(added) > MOST_INSIDE);
    if (longest !== undefined) return `It has ${JSON.stringify(longest.text.trim().slice(0, 60))} beside the corrected text.`;
    const last = parts.at(-1);
    if (last?.kind !== "added" || parts.at(-2)?.kind === "removed" || !/[\p{L}\p{N}]/u.test(last.text)) return null;
    return `Behind the corrected text stands ${JSON.stringify(last.text.trim().slice(0, 60))}.`;
  },
};
