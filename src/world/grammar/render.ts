import type { Chunk, Clause, Sentence, Text } from "./sentence.ts";
import { joinTokens } from "./spelling.ts";

/** The text as it is. */
export function render(text: Text): string {
  return joinTokens(tokensOfText(text));
}

/** @see render */
export function tokensOfText(text: Text): string[] {
  return text.flatMap(tokensOfSentence);
}

/** A text of which each clause is rendered in a way of its own, and the rest stays. */
export function tokensByClause(text: Text, tokensOf: (clause: Clause) => readonly string[]): string[] {
  return text.flatMap(({ label, clauses, end }) => [...(label === undefined ? [] : [label]), ...clauses.flatMap(tokensOf), ...(end === "" ? [] : [end])]);
}

function tokensOfSentence(sentence: Sentence): string[] {
  return tokensByClause([sentence], (clause) => clause.flatMap((chunk: Chunk) => chunk.words));
}
