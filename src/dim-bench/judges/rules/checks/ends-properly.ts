import type { Rule } from "../rule.ts";

/** The output does not break off: where the input ends with a sign, it does not end with a letter or a comma. */
export const endsProperly: Rule = {
  name: "ends-properly",
  instead: "truncated",
  broken: ({ text, source, item }) => {
    if (item.style === "casual" || (item.options ?? []).length > 1 || !/[.?!]["”’)\s]*$/.test(source.trim())) return null;
    return /[\p{L}\p{M},،、，-]$/u.test(text.trim()) ? "It breaks off." : null;
  },
};
