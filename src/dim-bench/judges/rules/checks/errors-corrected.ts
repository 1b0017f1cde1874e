import type { Rule } from "../rule.ts";

// One of five or more: a careful reader overlooks one, too.
const MOST_LEFT = 0.2;

/** Of proofreading: nearly all planted errors are mended. */
export const errorsCorrected: Rule = {
  name: "errors-corrected",
  instead: "echoed",
  broken: ({ text, source, item: { errors = [], input, instructionTask } }) => {
    if (instructionTask !== "proofreading" || errors.length === 0) return null;
    const [written, corrected] = [tokens(text), tokens(source)];
    const left = errors.filter(({ at, wrong }) => {
      const error = around(input, at, wrong);
      return countOf(error, written) > countOf(error, corrected);
    });
    return left.length > MOST_LEFT * errors.length ? `Of ${errors.length} errors ${left.length} are left, such as ${JSON.stringify(left[0]!.wrong)}.` : null;
  },
};

// With a word on either side, for the same letters may be right elsewhere; capitals count, for some errors are in them.
function around(input: string, at: number, wrong: string): string {
  return tokens(`${before(input, at)}${wrong}${after(input, at, wrong)}`);
}

function before(input: string, at: number): string {
  return /\S*\s*\S*$/.exec(input.slice(0, at))![0];
}

function after(input: string, at: number, wrong: string): string {
  return /^\S*\s*\S*/.exec(input.slice(at + wrong.length))![0];
}

function countOf(words: string, text: string): number {
  return ` ${text.replaceAll(" ", "  ")} `.split(` ${words.replaceAll(" ", "  ")} `).length - 1;
}

function tokens(text: string): string {
  return text.replaceAll("’", "'").match(/[\p{L}\p{N}']+/gu)?.join(" ") ?? "";
}
