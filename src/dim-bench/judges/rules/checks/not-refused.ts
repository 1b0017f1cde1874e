import type { Rule } from "../rule.ts";
import { usualRatio } from "../facts/usual-ratio.ts";
import { refusals } from "../words/refusals.ts";

// A refusal is shorter.
const LONG = 400;

/** The output does not decline. */
export const notRefused: Rule = {
  name: "not-refused",
  instead: "refused",
  broken: (facts) => {
    const { output, source, item, lengthRatio, wordsKept } = facts;
    const found = refusals.map((refusal) => refusal.exec(output)).find((each) => each !== null);
    if (found === undefined || refusals.some((refusal) => refusal.test(source))) return null;
    // A transformed text may begin so too, but it then goes on with the text.
    const goesOn = item.instructionTask === "translation" ? source.length > LONG && lengthRatio / usualRatio(facts) > 0.7 : wordsKept > 0.5;
    return goesOn ? null : `It declines: ${JSON.stringify(found[0].trim().slice(0, 60))}.`;
  },
};
