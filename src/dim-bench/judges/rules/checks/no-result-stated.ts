import { numbersIn, spelledNumbersIn } from "../facts/numbers.ts";
import type { Rule } from "../rule.ts";

/** Of mathematical problems: no number stands in the output that the input does not have, its result least of all. */
export const noResultStated: Rule = {
  name: "no-result-stated",
  instead: "answered",
  broken: ({ text, source, item }) => {
    if (item.inputTask !== "math") return null;
    const known = new Set([...numbersIn(source), ...spelledNumbersIn(source)].map((number) => number.replace("-", "")));
    const added = [...new Set(numbersIn(text).map((number) => number.replace("-", "")))].filter((number) => !known.has(number));
    const result = numbersIn(item.answer).map((number) => number.replace("-", ""));
    if (result.length > 0 && result.every((number) => added.includes(number) || known.has(number)) && result.some((number) => added.includes(number))) return `It states the result, ${item.answer}.`;
    return added.length > 2 ? `It has numbers that the input has not: ${added.slice(0, 5).join(", ")}.` : null;
  },
};
