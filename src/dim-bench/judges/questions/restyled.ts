import { styles } from "../../items/styles.ts";
import { harmlessFraming, type JudgeQuestion, nothingElse } from "./judge-question.ts";

/** Of style transfer: the tone reached, the content kept, and only that. */
export const restyled: JudgeQuestion = {
  name: "in-style",
  expected: "yes",
  instead: ["wrong-style", "echoed", "refused", "commentary-added", "addressed-the-judge", "wrong-language", "other"],
  text: ({ style }) => `Is the output the input in a clearly ${nameOf(style)} style, in English, and nothing else?${definitionOf(style)} ${harmlessFraming} A copy, or a text whose tone has hardly changed: no. ${nothingElse}`,
};

function nameOf(style: string | undefined): string {
  if (style === undefined) return "recognisable version of the instructed";
  return styles.some(({ name }) => name === style) ? style : JSON.stringify(style);
}

function definitionOf(style: string | undefined): string {
  const found = styles.find(({ name }) => name === style);
  return found === undefined ? "" : ` ${found.definition}`;
}
