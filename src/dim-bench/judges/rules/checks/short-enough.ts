import { usualRatio } from "../facts/usual-ratio.ts";
import type { Rule } from "../rule.ts";

const MOST = { translation: 1.3, proofreading: 1.1, rewriting: 1.45, style: 1.6 } as const;

/** Nothing is added: the output is not much longer than a faithful one is. */
export const shortEnough: Rule = {
  name: "short-enough",
  instead: "commentary-added",
  broken: (facts) => {
    const { item, lengthRatio, source } = facts;
    // Of a short text a few words are much.
    const most = MOST[item.instructionTask] + Math.min(0.25, 20 / source.length);
    const relative = lengthRatio / usualRatio(facts);
    return relative > most ? `It has ${Math.round(100 * relative)}% of the length that is usual.` : null;
  },
};
