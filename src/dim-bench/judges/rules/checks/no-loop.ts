import type { Rule } from "../rule.ts";

const SIZE = 4;

/** The output does not say one thing again and again. */
export const noLoop: Rule = {
  name: "no-loop",
  instead: "other",
  broken: ({ words, sourceWords }) => (repeated(words) > repeated(sourceWords) + 6 ? "It says the same words again and again." : null),
};

/** How often the most frequent run of words stands in a text. */
function repeated(words: readonly string[]): number {
  const counts = new Map<string, number>();
  for (let start = 0; start + SIZE <= words.length; start += 1) {
    const run = words.slice(start, start + SIZE).join(" ");
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
