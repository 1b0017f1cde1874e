import type { Rule } from "../rule.ts";

const MOST_CHANGED = 0.06;
// Of a short text a few words are much.
const FEW_WORDS = 3;

/** Of proofreading: the wording is that of the input, but for its errors. */
export const wordingKept: Rule = {
  name: "wording-kept",
  instead: "other",
  broken: ({ item, likeness, sourceWords }) => {
    if (item.instructionTask !== "proofreading") return null;
    const most = Math.max(MOST_CHANGED, FEW_WORDS / Math.max(1, sourceWords.length));
    return 1 - likeness > most ? `It is like the corrected input in ${Math.round(100 * likeness)}% of its words only.` : null;
  },
};
