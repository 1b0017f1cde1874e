import { render, tokensByClause } from "../grammar/render.ts";
import type { Chunk } from "../grammar/sentence.ts";
import { joinTokens } from "../grammar/spelling.ts";
import { mirrorDictionary } from "../lexicon/mirror.ts";
import type { InstructionTask } from "./instruction-task.ts";

/** Word by word into the mirror language; the verb stands last in its clause, the adjective behind its noun. */
export const translation: InstructionTask = {
  wordings: [
    "translate the text into the mirror language.",
    "translate the following text into the mirror language.",
    "translate this into mirror words.",
    "put the text into the mirror language.",
    "please translate this text into the mirror language.",
    "say this in the mirror language.",
    "give the text in the mirror language.",
    "write the following text in the mirror language.",
  ],
  apply: (text, random) => ({ instruction: random.choice(translation.wordings), input: render(text), output: joinTokens(tokensByClause(text, mirroredClause)) }),
};

function mirroredClause(clause: readonly Chunk[]): string[] {
  const verbs = clause.filter(({ role }) => role === "verb");
  const others = clause.filter(({ role }) => role !== "verb");
  return [...others, ...verbs].flatMap(({ role, words }) => (role === "described" ? words.toReversed() : words)).map((word) => mirrorDictionary.get(word) ?? word);
}
