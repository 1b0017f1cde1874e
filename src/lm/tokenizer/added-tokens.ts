import { escapeLiteral } from "./pattern.ts";

/** A token that is found in a text before anything else is done with it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  /** Controls the model rather than being text: left out when decoding, and not to be forged by users. */
  readonly special: boolean;
  /** Is looked for in the normalised text, not in the text as given. */
  readonly normalized: boolean;
  /** Only between characters that are no part of words. */
  readonly singleWord: boolean;
  /** Takes the white space on its left, or right, with it. */
  readonly stripLeft: boolean;
  readonly stripRight: boolean;
}

/** A stretch of text, or the id of an added token in its place. */
export type Part = { readonly text: string; readonly start: number } | { readonly id: number };

const endsInWord = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;
const startsWithWord = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;
const spaceAtStart = /^\p{White_Space}*/u;

/** Finds added tokens in a text: the leftmost first, of those the longest. `spelled` says how each is spelled there. */
export function addedTokenFinder(tokens: readonly AddedToken[], spelled: (content: string) => string): (text: string) => Part[] {
  const bySpelling = new Map<string, AddedToken>();
  for (const token of tokens) {
    const spelling = spelled(token.content);
    if (spelling !== "") bySpelling.set(spelling, token);
  }
  if (bySpelling.size === 0) return (text) => [{ text, start: 0 }];
  const longestFirst = [...bySpelling.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escapeLiteral).join("|"), "gu");
  return (text) => {
    const parts: Part[] = [];
    let done = 0;
    for (const { index, 0: spelling } of text.matchAll(pattern)) {
      // The white space that the token before took with it may hold tokens itself.
      if (index < done) continue;
      const token = bySpelling.get(spelling)!;
      let start = index;
      let end = index + spelling.length;
      if (token.singleWord && (endsInWord.test(lastCharacters(text, start)) || startsWithWord.test(text.slice(end, end + 2)))) continue;
      if (token.stripLeft) start = Math.max(done, startOfSpace(text, start));
      if (token.stripRight) end += spaceAtStart.exec(text.slice(end))![0].length;
      if (start > done) parts.push({ text: text.slice(done, start), start: done });
      parts.push({ id: token.id });
      done = end;
    }
    if (done < text.length) parts.push({ text: text.slice(done), start: done });
    return parts;
  };
}

const lastCharacters = (text: string, end: number): string => text.slice(Math.max(0, end - 2), end);

function startOfSpace(text: string, end: number): number {
  let start = end;
  // All white space is in the basic plane.
  while (start > 0 && /\p{White_Space}/u.test(text[start - 1]!)) start -= 1;
  return start;
}
