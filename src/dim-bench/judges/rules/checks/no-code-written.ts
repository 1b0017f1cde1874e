import { newCodeLines } from "../facts/code-lines.ts";
import type { Rule } from "../rule.ts";

// Texts and comments in code may be transformed with the rest, most of all in a translation.
const ALIKE = { translation: 0.6, rewriting: 0.75, style: 0.75, proofreading: 0.93 } as const;

/** No code stands in the output that the input does not have. */
export const noCodeWritten: Rule = {
  name: "no-code-written",
  instead: "answered",
  broken: ({ text, source, item }) => {
    if (item.inputTask !== "code") return null;
    const [line] = newCodeLines(text, source, ALIKE[item.instructionTask]);
    return line === undefined ? null : `It holds code that the input has not: ${JSON.stringify(line.trim().slice(0, 60))}.`;
  },
};
