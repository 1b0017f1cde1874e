import { unsolvable } from "./failure.ts";

/** Looks for the one sentence of the passage that says what is asked, for each question in turn. */
export function solvePassageQuestion(input: string): string {
  const all = input.split(/(?<=[.?]) /);
  const sentences = all.filter((sentence) => sentence.endsWith("."));
  const questions = all.filter((sentence) => sentence.endsWith("?"));
  if (questions.length === 0) throw unsolvable("nothing is asked", input);
  return questions.map((asked) => sentenceThatTells(asked, sentences)).join(" ");
}

function sentenceThatTells(asked: string, sentences: readonly string[]): string {
  const pattern = patternOf(asked);
  const found = pattern === undefined ? [] : sentences.filter((sentence) => pattern.test(sentence));
  if (found.length !== 1) throw unsolvable(`${found.length} sentences answer the question`, asked);
  return found[0]!;
}

function patternOf(asked: string): RegExp | undefined {
  const [, what, who] = /^(where is|what has) (\w+)\?$/.exec(asked) ?? [];
  if (what !== undefined) return new RegExp(`^${who} ${what === "where is" ? "is in" : "has a"} `);
  const thing = /^who has a (\w+ \w+)\?$/.exec(asked)?.[1];
  return thing === undefined ? undefined : new RegExp(`^\\w+ has a ${thing}\\b`);
}
