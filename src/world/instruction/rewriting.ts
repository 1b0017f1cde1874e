import { render } from "../grammar/render.ts";
import type { Sentence, Text } from "../grammar/sentence.ts";
import { joinTokens } from "../grammar/spelling.ts";
import { synonyms } from "../lexicon/substitutions.ts";
import type { InstructionTask } from "./instruction-task.ts";

/** Each sentence begins with its time and a comma; words that have a synonym become it. */
export const rewriting: InstructionTask = {
  wordings: [
    "rewrite the text.",
    "rewrite the following text in other words.",
    "say the same in other words.",
    "put the text into other words.",
    "please rewrite this text.",
    "write the following text in another way.",
    "change the words but keep the meaning.",
    "give the same text in another way.",
  ],
  apply: (text, random) => ({ instruction: random.choice(rewriting.wordings), input: render(text), output: rewritten(text) }),
};

function rewritten(text: Text): string {
  return joinTokens(text.flatMap(rewrittenSentence).map((token) => synonyms.get(token) ?? token));
}

function rewrittenSentence({ label, clauses, end }: Sentence): string[] {
  const chunks = clauses.flat();
  const when = chunks.find(({ role }) => role === "time");
  const rest = chunks.filter((chunk) => chunk !== when).flatMap(({ words }) => words);
  return [...(label === undefined ? [] : [label]), ...(when === undefined ? [] : [...when.words, ","]), ...rest, ...(end === "" ? [] : [end])];
}
