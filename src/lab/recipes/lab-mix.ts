import type { Mix } from "../../world/index.ts";

/** What the lab's models learn from. docs/lab.md says how it was found. */
export const labMix: Partial<Mix> = {
  tasks: { rewriting: 7, proofreading: 7, translation: 7, style: 6, reasoning: 20, code: 4, arithmetic: 12, bias: 12, questions: 23, statements: 2 },
  mixedShare: 0.01,
};
