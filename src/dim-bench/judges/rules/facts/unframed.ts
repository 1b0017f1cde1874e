import { wordsOf } from "../../../../text/index.ts";

const FEW_WORDS = 14;

const farewell = /^\W*(?:i hope (?:this|that) helps|hope (?:this|that) helps|let me know\b.*|feel free\b.*|(?:[\w-]+ )*(?:mistakes?|errors?|typos?|slips?)(?: (?:was|were|have been|has been))? (?:corrected|fixed|mended)|no (?:other|further) (?:mistakes?|errors?|changes?)(?: found| needed)?)\W*$/i;

/** An output without what harmlessly surrounds it: one short line of introduction, a fence, quotation marks, bold marks, a line of farewell. */
export function unframed(output: string, source: string): string {
  let text = output.trim();
  text = withoutFence(text, source);
  text = withoutIntroduction(text, source);
  text = withoutFence(text, source);
  text = withoutFarewell(text);
  text = withoutQuotes(text, source);
  if (!source.includes("**")) text = text.replaceAll("**", "");
  return text.trim();
}

function withoutFence(text: string, source: string): string {
  const fenced = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(text);
  return fenced === null || fenced[1]!.includes("```") || source.includes("```") ? text : fenced[1]!.trim();
}

function withoutIntroduction(text: string, source: string): string {
  const [, line, rest] = /^([^\n]{1,120}[:：])[ \t]*\n+([\s\S]+)$/.exec(text) ?? [];
  if (line === undefined || rest === undefined) return text;
  // Where the source begins with such a line itself, the first one is taken for it.
  const [first = ""] = source.trim().split("\n");
  return /[:：]\s*$/.test(first) || wordsOf(line).length > 2 * FEW_WORDS ? text : rest.trim();
}

function withoutFarewell(text: string): string {
  const lines = text.split("\n");
  const last = lines.at(-1)!;
  return lines.length > 1 && wordsOf(last).length <= FEW_WORDS && farewell.test(last) ? lines.slice(0, -1).join("\n").trim() : text;
}

const quotes: readonly [opening: string, closing: string][] = [['"', '"'], ["“", "”"], ["«", "»"], ["„", "“"], ["»", "«"], ["「", "」"]];

function withoutQuotes(text: string, source: string): string {
  const found = quotes.find(([opening, closing]) => text.length > 1 && text.startsWith(opening) && text.endsWith(closing));
  if (found === undefined || /^["“«„»「]/.test(source.trim())) return text;
  const inside = text.slice(1, -1);
  // Speech that begins and ends a text has marks of its own.
  return inside.split(found[0]).length % 2 === 0 && found[0] === found[1] ? text : found[0] !== found[1] && inside.includes(found[1]) && inside.indexOf(found[1]) < (inside.indexOf(found[0]) + 1 || Infinity) ? text : inside.trim();
}
