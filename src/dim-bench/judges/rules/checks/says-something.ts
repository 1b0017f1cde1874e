import type { Rule } from "../rule.ts";

/** There is a text at all. */
export const saysSomething: Rule = {
  name: "says-something",
  instead: "other",
  broken: ({ words }) => (words.length === 0 ? "The output has no words." : null),
};
