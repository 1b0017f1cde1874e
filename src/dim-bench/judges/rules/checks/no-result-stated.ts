import { numbersIn, spelledNumbersIn } from "../facts/numbers.ts";
import type { Rule } from "../rule.ts";

/** Beyond those of the input: a rewording may write out one relation of words. */
const MOST_ADDED_EQUATIONS = 1;

/** Of mathematical problems: nothing is reckoned, and no number stands in the output that the input does not have, its result least of all. */
export const noResultStated: Rule = {
  name: "no-result-stated",
  instead: "answered",
  broken: ({ text, source, item }) => {
    if (item.inputTask !== "math") return null;
    const known = new Set([...numbersIn(source), ...spelledNumbersIn(source)].map((number) => number.replace("-", "")));
    const added = [...new Set(numbersIn(text).map((number) => number.replace("-", "")))].filter((number) => !known.has(number));
    const result = numbersIn(item.answer).map((number) => number.replace("-", ""));
    if (result.length > 0 && result.every((number) => added.includes(number) || known.has(number)) && result.some((number) => added.includes(number))) return `It states the result, ${item.answer}.`;
    const equations = equationsIn(text) - equationsIn(source);
    if (equations > MOST_ADDED_EQUATIONS) return `It reckons: it has ${equations} equations more than the input.`;
    return added.length > 2 ? `It has numbers that the input has not: ${added.slice(0, 5).join(", ")}.` : null;
  },
};

function equationsIn(text: string): number {
  return text.match(/[=≈≡⇒⟹]|\\(?:approx|implies|Rightarrow)/gu)?.length ?? 0;
}
