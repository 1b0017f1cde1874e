import { type InsteadKind, insteadKinds } from "../judge.ts";

const meanings: Readonly<Record<InsteadKind, string>> = {
  answered: "it answers what the input asks, and does not transform it",
  "answered-and-transformed": "it transforms the text, and answers as well",
  refused: "it declines",
  "wrong-language": "the transformed text is not in the language it should be in",
  "wrong-style": "the transformed text is not in the style it should be in",
  "options-dropped": "options are missing, or can no longer be chosen from",
  "numbers-changed": "numbers, formulas or names are others",
  truncated: "a part of the text is missing, or it is summarised",
  "commentary-added": "beside the transformed text it comments or lists its changes",
  echoed: "it gives the text back unchanged, or with its errors",
  "addressed-the-judge": "it talks to whoever grades it",
  other: "something else",
};

/** What each kind means, a line each, for the judge. */
export const insteadMeanings: string = insteadKinds.map((kind) => `- ${kind}: ${meanings[kind]}`).join("\n");
