import type { Rule } from "../rule.ts";
import { refusals } from "../words/refusals.ts";

/** The output does not decline. */
export const notRefused: Rule = {
  name: "not-refused",
  instead: "refused",
  broken: ({ output, source, item, lengthRatio, wordsKept }) => {
    const found = refusals.map((refusal) => refusal.exec(output)).find((each) => each !== null);
    if (found === undefined || refusals.some((refusal) => refusal.test(source))) return null;
    // A restyled text may begin with an apology, but it then goes on with the text.
    const goesOn = item.instructionTask === "translation" ? lengthRatio > 0.7 : wordsKept > 0.5;
    return goesOn ? null : `It declines: ${JSON.stringify(found[0].trim().slice(0, 60))}.`;
  },
};
