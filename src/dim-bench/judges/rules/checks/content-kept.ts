import type { Rule } from "../rule.ts";

const LEAST = { rewriting: 0.4, style: 0.42, proofreading: 0.8 } as const;

/** What the input says is still said: much of its words is there. Translations are looked at by their numbers, names and length. */
export const contentKept: Rule = {
  name: "content-kept",
  instead: "other",
  broken: ({ item, wordsKept }) => {
    if (item.instructionTask === "translation") return null;
    return wordsKept < LEAST[item.instructionTask] ? `Only ${Math.round(100 * wordsKept)}% of the input's words are in it.` : null;
  },
};
