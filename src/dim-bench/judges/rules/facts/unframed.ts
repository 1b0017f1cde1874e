import { wordsOf } from "../../../../text/index.ts";
import { tellingShare } from "./telling-words.ts";

const FEW_WORDS = 14;
// An introduction speaks of the text, not its words.
const MOST_OF_SOURCE = 0.5;

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
  const isOfTheText = /[:：]\s*$/.test(first) || wordsOf(line).length > 2 * FEW_WORDS || tellingShare(line, source) > MOST_OF_SOURCE;
  return isOfTheText ? text : rest.trim();
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
  return isOneQuotation(inside, found) ? inside.trim() : text;
}

/** Whether marks of quotation around a text belong to each other: speech at both of its ends has marks of its own. */
function isOneQuotation(inside: string, [opening, closing]: readonly [string, string]): boolean {
  if (opening === closing) return inside.split(opening).length % 2 === 1;
  let depth = 1;
  for (const character of inside) {
    if (character === opening) depth += 1;
    else if (character === closing) depth -= 1;
    if (depth === 0) return false;
  }
  return true;
}
