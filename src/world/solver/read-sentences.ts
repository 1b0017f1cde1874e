import { tokensOf } from "../grammar/spelling.ts";

/** What lies between marks of a text. */
export interface ReadSentence {
  readonly label?: string;
  readonly words: readonly string[];
  readonly end?: string;
}

const isEnd = (token: string): boolean => token === "." || token === "?" || token === ":" || token === "!";
const isLabel = (token: string): boolean => /^\([a-z]\)$/.test(token);

/** A text as its sentences and options, by its marks alone. */
export function readSentences(text: string): ReadSentence[] {
  const found: { label?: string; words: string[]; end?: string }[] = [];
  let isOpen = false;
  for (const token of tokensOf(text)) {
    if (isLabel(token)) {
      found.push({ label: token, words: [] });
      isOpen = true;
      continue;
    }
    if (!isOpen) found.push({ words: [] });
    isOpen = true;
    if (isEnd(token)) {
      found.at(-1)!.end = token;
      isOpen = false;
    } else found.at(-1)!.words.push(token);
  }
  return found;
}

const openers = new Set(["that", "then", "who", "what", "where", "which", "how"]);

/** The words of a sentence in clauses: one begins at each word that opens one. */
export function clausesOf(words: readonly string[]): string[][] {
  const clauses: string[][] = [[]];
  for (const word of words) {
    if (openers.has(word) && clauses.at(-1)!.length > 0) clauses.push([]);
    clauses.at(-1)!.push(word);
  }
  return clauses;
}

/** Sentences as a text again. */
export function writeSentences(sentences: readonly ReadSentence[]): string {
  return sentences.map(({ label, words, end = "" }) => [...(label === undefined ? [] : [label]), words.join(" ").replaceAll(" ,", ",") + end].join(" ")).join(" ");
}
