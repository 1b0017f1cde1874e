import { mostOptions, optionPlaces, optionsFoundIn } from "../facts/option-marks.ts";
import { behindLastQuestion } from "../facts/tail.ts";
import type { Rule } from "../rule.ts";

/** All options are there to choose from. */
export const optionsKept: Rule = {
  name: "options-kept",
  instead: "options-dropped",
  broken: ({ item: { options = [] }, text }) => {
    if (options.length < 2 || options.length > mostOptions) return null;
    const marked = optionPlaces(text.normalize("NFKC"), options.length).length;
    // Without their letters they stand a line each.
    const lines = marked > 1 ? 0 : (behindLastQuestion(text)?.split("\n").filter((line) => line.trim() !== "").length ?? 0);
    const found = Math.max(marked, optionsFoundIn(text, options), lines === options.length ? lines : 0);
    return found < options.length ? `Of ${options.length} options ${found === 0 ? "none" : `only ${found}`} can be found.` : null;
  },
};
