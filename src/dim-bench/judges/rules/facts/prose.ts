import { looksLikeCode } from "./code-lines.ts";

/** What of a text tells its language: without lines of code, lines of the source, and words that have signs of code in them. */
export function proseOf(text: string, source: string): string {
  const known = new Set(source.split("\n").map((line) => line.trim()));
  const lines = text.split("\n").filter((line) => !looksLikeCode(line) && (!known.has(line.trim()) || !isCodeOrData(line)));
  const prose = lines.join("\n").replaceAll(/\S+/g, (word) => (!/[_(){}=<>;[\]`$\\/]/.test(word) || /^[("]?\p{L}+[)."?!,;:]*$/u.test(word) || /[^\p{ASCII}]/u.test(word) ? word : " "));
  // Where next to nothing is left, all of it has to tell.
  return (prose.match(/\p{L}/gu)?.length ?? 0) < 12 ? text : prose;
}

function isCodeOrData(line: string): boolean {
  return (line.match(/[^\p{L}\s]/gu)?.length ?? 0) > 0.2 * line.length;
}
