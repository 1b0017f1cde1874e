import { normalizeText } from "../../../../text/index.ts";
import type { Rule } from "../rule.ts";

// Above it only a word or two were changed; a direct text may be close to one that was plain already.
const MOST_ALIKE = { rewriting: 0.85, style: 0.94, translation: 0.8 } as const;

/** The output is not the input over again, neither alone nor among other words, such as those of the whole prompt. */
export const notEchoed: Rule = {
  name: "not-echoed",
  instead: "echoed",
  broken: ({ item, likeness, source, output }) => {
    if (item.instructionTask === "proofreading") return null;
    const most = MOST_ALIKE[item.instructionTask];
    if (likeness === 1) return "It is the input.";
    if (likeness > most) return `It is the input but for ${Math.round(100 * (1 - likeness))}% of its words.`;
    return normalizeText(output).includes(normalizeText(source)) ? "The input stands in it as it was." : null;
  },
};
