import { usualRatio } from "../facts/usual-ratio.ts";
import type { Rule } from "../rule.ts";

const LEAST = { translation: 0.72, proofreading: 0.9, rewriting: 0.62, style: 0.6 } as const;

/** Nothing is left out: the output is about as long as a faithful one is. */
export const longEnough: Rule = {
  name: "long-enough",
  instead: "truncated",
  broken: (facts) => {
    const { item, lengthRatio, source } = facts;
    const least = LEAST[item.instructionTask] - (source.length < 150 ? 0.1 : 0);
    const relative = lengthRatio / usualRatio(facts);
    return relative < least ? `It has ${Math.round(100 * relative)}% of the length that is usual.` : null;
  },
};
