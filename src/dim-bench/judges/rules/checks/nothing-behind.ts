import { optionPlaces } from "../facts/option-marks.ts";
import type { Facts } from "../facts/facts.ts";
import { numbersIn, spelledNumbersIn } from "../facts/numbers.ts";
import { behindLastQuestion, lengthInWords } from "../facts/tail.ts";
import { tellingShare } from "../facts/telling-words.ts";
import type { Rule } from "../rule.ts";

/** Behind the last question, or the last option, stands no more than in the input. */
export const nothingBehind: Rule = {
  name: "nothing-behind",
  instead: "answered",
  broken: (facts) => behindOptions(facts) ?? behindQuestion(facts) ?? lineMore(facts),
};

function behindOptions({ item: { options = [], instructionTask }, text, source }: Facts): string | null {
  if (options.length < 2) return null;
  const [whole, model] = [text.normalize("NFKC"), source.normalize("NFKC")];
  const [inText, inSource] = [optionPlaces(whole, options.length), optionPlaces(model, options.length)];
  if (inText.length < options.length || inSource.length < options.length) return null;
  const [added, known] = [whole.slice(inText.at(-1)!), model.slice(inSource.at(-1)!)].map((rest) => {
    const [line = "", ...others] = rest.trim().split("\n");
    return { line, behind: others.join("\n").trim() };
  }) as [{ line: string; behind: string }, { line: string; behind: string }];
  if (added.behind !== "" && lengthInWords(added.behind) > 1.8 * lengthInWords(known.behind) + (known.behind === "" ? 0 : 4)) return `Behind the options stands ${JSON.stringify(added.behind.slice(0, 60))}.`;
  const [long, usual] = [lengthInWords(added.line), lengthInWords(known.line)];
  const most = instructionTask === "translation" ? 1.7 * usual + 5 : 2.2 * usual + 9;
  return long > most ? `Behind the last option stands ${JSON.stringify(added.line.slice(-60))}.` : null;
}

function behindQuestion({ text, source, item }: Facts): string | null {
  if ((item.options ?? []).length >= 2) return null;
  const [added, known] = [behindLastQuestion(text), behindLastQuestion(source)];
  if (added === null || known === null) return null;
  const [more, usual] = [lengthInWords(added), lengthInWords(known)];
  const most = 1.7 * usual + (usual === 0 ? 1 : 5);
  // In another style a request may end with thanks or an appeal; neither code nor numbers are in those.
  const appeal = item.instructionTask === "style" || item.instructionTask === "rewriting" ? { code: 16, math: 8, qa: 8, reasoning: 0, bias: 0 }[item.inputTask] : 0;
  const isAppeal = more <= appeal && numbersIn(added).length === 0 && spelledNumbersIn(added).length === 0 && tellingShare(item.answer, added) < 0.3;
  return more > most && !isAppeal ? `Behind the last question stands ${JSON.stringify(added.trim().slice(0, 60))}.` : null;
}

/** A translation keeps the lines; one more at its end, which is short, is something else. */
function lineMore({ text, source, item: { options = [], instructionTask } }: Facts): string | null {
  if (options.length >= 2 || instructionTask !== "translation") return null;
  const [added, known] = [text, source].map((whole) => whole.split("\n").filter((line) => line.trim() !== "")) as [string[], string[]];
  if (known.length === 0 || added.length !== known.length + 1) return null;
  const [last, usual] = [lengthInWords(added.at(-1)!), lengthInWords(known.at(-1)!)];
  return last <= 20 && usual > 2.5 * last ? `It ends with one line more: ${JSON.stringify(added.at(-1)!.trim().slice(0, 60))}.` : null;
}
