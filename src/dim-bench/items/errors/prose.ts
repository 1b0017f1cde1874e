/** A text of the same length in which everything that is no plain prose is blotted out. */
export interface Prose {
  readonly text: string;
  /** Words that are part of code: they may be names, so they are not misspelled in the prose either. */
  readonly names: ReadonlySet<string>;
}

/** Stands in place of each code unit that is not to be touched. */
const blot = "\uFFFC";

/**
 * Leaves of a text what is written in ordinary sentences: no code, formulas, quotations, numbers, identifiers, addresses,
 * headings, tables, and nothing that stands in `keep`.
 */
export function proseOf(text: string, { keep, lenient }: ProseOptions): Prose {
  const units = text.split("");
  const names = new Set<string>();
  const cover = (from: number, to: number): void => void units.fill(blot, from, to);
  const coverCode = (from: number, to: number): void => {
    for (const [word] of text.slice(from, to).matchAll(/[A-Za-z][a-z]*/gu)) names.add(word.toLowerCase());
    cover(from, to);
  };
  for (const [from, to] of placesOf(text, codePatterns)) coverCode(from, to);
  for (const [from, to] of placesOf(text, [/[^\n]+/gu])) if (!isProse(text.slice(from, to), units.slice(from, to).join(""), lenient)) coverCode(from, to);
  for (const [from, to] of placesOf(text, quotePatterns)) if (!lenient || !isSpeech(text.slice(from, to))) cover(from, to);
  for (const [from, to] of placesOf(text, [/\S+/gu])) if (!isPlainToken(text.slice(from, to))) coverCode(from, to);
  for (const [from, to] of placesOf(text, [namedPattern])) coverCode(from, to);
  for (const part of keep) for (const [from, to] of wherePartStands(text, part)) cover(from, to);
  return { text: units.join(""), names };
}

/** @see proseOf */
export interface ProseOptions {
  /** What is not to be touched, wherever it stands. */
  readonly keep: readonly string[];
  /** Takes what is said in quotation marks, indented lines and comments in code for prose too. */
  readonly lenient: boolean;
}

// Fences, code spans, formulas; braces and what a name is called with. Lengths are bounded, so that no text takes long.
const codePatterns = [/```[^]*?(?:```|$)/gu, /`[^`\n]*`/gu, /\$[^$\n]+\$/gu, /\\[([][^\n]{0,500}?\\[)\]]/gu, /\{[^{}\n]*\}/gu, /\[[^[\]\n]*\]/gu, /[\p{L}\p{N}_]\([^()\n]*\)/gu];
// An opening mark without its closing one covers the rest of its line.
const quotePatterns = [/"[^"\n]*(?:"|$)/gmu, /“[^”\n]*(?:”|$)/gmu, /«[^»\n]*(?:»|$)/gmu, /(?<![\p{L}\p{N}])['‘](?=\S)[^\n]{0,500}?\S['’](?![\p{L}\p{N}])/gu];
/** What follows such a word may be a name, or a word that is spoken of as a word. */
const namedPattern = /(?<=\b(?:called|named|columns?|variables?|fields?|words?|letters?|table|flag|keys?|method|verb|noun|term) )[\p{L}\p{N}]+/gu;

function placesOf(text: string, patterns: readonly RegExp[]): [number, number][] {
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(({ 0: found, index }): [number, number] => [index, index + found.length]));
}

/** Whether a line is mainly words of sentences; in `rest` its code is blotted out. */
function isProse(line: string, rest: string, lenient: boolean): boolean {
  if (/[;{}]\s*$|^\s*(?:def|return|import|from \w+ import|for ?\(|while ?\(|if ?\(|let|const|var|SELECT|CREATE|INSERT|public|echo) |\|[^|]*\|\s*$/u.test(line)) return false;
  const isSetApart = /^(?:\s{2}|\t|\s*(?:[#*<>$%]|\/[/*]|--|\d+ \|))/u.test(line);
  if (isSetApart && (!lenient || /[\p{L}\p{N}_]\(|[=[\]{}<>]|:\s*$/u.test(line))) return false;
  const tokens = (rest.match(/\S+/gu) ?? []).filter((token) => !token.includes(blot) && token.length < 40 && /[\p{L}\p{N}]/u.test(token));
  const words = tokens.filter((token) => /^[("'“‘]*[a-z]+(?:['’][a-z]+)?[.,;:!?"'”’)]*$/u.test(token));
  return words.length >= 4 && words.length >= 0.4 * tokens.length;
}

/** Whether what stands in quotation marks is a sentence, not a string or a title. */
function isSpeech(quoted: string): boolean {
  return (quoted.match(/(?<=^|\s)[a-z]+(?=[\s,.!?])/gu) ?? []).length >= 4 && /[.,!?…]["'”’»]?$/u.test(quoted);
}

/** A word as sentences have it, with its punctuation. */
function isPlainToken(token: string): boolean {
  return token.length < 40 && /^[("'“‘]*\p{Lu}?\p{Ll}*(?:['’]\p{Ll}+)?[)"'”’]*[.,;:!?…]*[)"'”’]*$/u.test(token);
}

function wherePartStands(text: string, part: string): [number, number][] {
  const places: [number, number][] = [];
  if (part === "") return places;
  for (let from = text.indexOf(part); from !== -1; from = text.indexOf(part, from + 1)) places.push([from, from + part.length]);
  return places;
}
