import { containment } from "../../../../text/index.ts";
import { looksLikeCode } from "../facts/code-lines.ts";
import type { Rule } from "../rule.ts";

const LEAST = 0.5;
// Tables and data of a request for code stay as they are.
const MOST_UNTRANSLATED = { code: 0.4, prose: 0.12 } as const;

/** The output is in the language that it should be in: the target of a translation, else that of the input. */
export const inLanguage: Rule = {
  name: "in-language",
  instead: "wrong-language",
  broken: ({ item, language, text, words, identify, source }) => {
    if (words.length < 3) return null;
    const wanted = item.instructionTask === "translation" ? item.language : identify(source).language;
    if (wanted === undefined || language.language === undefined) return null;
    const share = language.candidates.find((candidate) => candidate.language === wanted)?.confidence ?? 0;
    if (share < LEAST && language.language !== wanted) return `It is in ${language.language} where ${wanted} is wanted.`;
    if (item.instructionTask !== "translation") return null;
    if (untranslated(text, source) > MOST_UNTRANSLATED[item.inputTask === "code" ? "code" : "prose"]) return "Whole sentences of it stand as in the input.";
    const left = text.split(/\n+/).find((line) => line.length > 60 && !source.includes(line.trim()) && isIn(identify(line), "en") && identify(line).language !== wanted);
    return left === undefined ? null : "A part of it is in English.";
  },
};

/** The share of the source's runs of five words of prose that stand in the text. */
function untranslated(text: string, source: string): number {
  const prose = source.split("\n").filter((line) => !looksLikeCode(line) && (line.match(/\p{L}{2,}/gu)?.length ?? 0) > 4).join("\n");
  return prose === "" ? 0 : containment(prose, text, { size: 5 });
}

function isIn(found: { readonly language: string | undefined; readonly confidence: number }, language: string): boolean {
  return found.language === language && found.confidence > 0.9;
}
