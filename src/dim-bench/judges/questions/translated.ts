import { languages } from "../../items/languages.ts";
import { harmlessFraming, type JudgeQuestion, nothingElse } from "./judge-question.ts";

/** Of translation: all of it in the language that was asked for, and only that. */
export const translated: JudgeQuestion = {
  name: "in-language",
  expected: "yes",
  instead: ["wrong-language", "refused", "commentary-added", "addressed-the-judge", "echoed", "other"],
  text: ({ language }) => `Is the output, from beginning to end, a translation of the input into ${nameOf(language)} and nothing else? ${harmlessFraming} Names, code, formulas, units and quoted identifiers may stay as they are. Left in English, or in another language: no. ${nothingElse}`,
};

function nameOf(code: string | undefined): string {
  if (code === undefined) return "the language that the instruction names";
  return languages.find((language) => language.code === code)?.name ?? `the language with the ISO 639-1 code ${JSON.stringify(code)}`;
}
