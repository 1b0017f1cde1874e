import { characterSimilarity, normalizeText } from "../../../../text/index.ts";

// What prose in any language hardly ever has, and code nearly always.
const signs: readonly RegExp[] = [
  /^\s*(?:def|class|async def)\s+\w+.*:\s*$/,
  /^\s*(?:import|from)\s+[\w.]+(?:\s+import\b.*)?;?\s*$/,
  /^\s*(?:return|yield|raise|throw|const|let|var|elif|else:|try:|except|finally:|public|private|static|package|using|use strict|#include|local|my)\b.*[;:({=)\]}\w]\s*$/,
  /^\s*(?:export\s+)?(?:async\s+)?function\b.*[({]/,
  /^\s*(?:for|while|if|switch|catch)\s*\(.*\)\s*\{?.*$/,
  /^\s*(?:for|if|while)\s+[^.?!]*:\s*$/,
  /^\s*(?:for\s+\w+\s+in\b.*;|do\b|done\b|fi\b|then\b|esac\b).*$/,
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|WITH|FROM|LEFT JOIN|JOIN|WHERE|GROUP BY|ORDER BY|SET|VALUES)\b[^?]*(?:[;,()*=]|\bAS\b|\bSET\b|\w)\s*$/,
  /^\s*(?:awk|sed|find|grep|sort|cut|tr|xargs|curl|printf|echo|perl|python3?|git|rsync|tar|mv|cp|ls|cat|while read)\s+(?:-|'|"|\{|\$|[\w./]+\s*[|>-])/,
  /=>\s*[{(\w]/,
  /;\s*(?:\/\/.*|\/\*.*|#.*)?$/,
  /^\s*[}\])]+[;,)]*\s*$/,
  /\w\([^()]*\)\s*(?:\{|=>|->|:)\s*$/,
  /^\s*[\w.$[\]"']+\s*(?:=|\+=|-=|:=|<-)\s*[^=\s].*[)\]}"'\w;]\s*$/,
  /\$\{?\w+|\b\w+\[[^\]]*\]\s*[=.)]|\b\w+\.\w+\(.*\)/,
  /\|\s*(?:sort|uniq|awk|sed|head|tail|grep|wc|xargs|cut|tr)\b/,
  /^\s*<\/?\w+[^>]*>\s*$/,
];

// One of these is enough.
const surely: readonly RegExp[] = [
  /^(?:SELECT\s.*|INSERT INTO\s.*|UPDATE\s+\w+(?:\s+SET\b.*)?|CREATE\s+(?:TEMP\w*\s+|UNIQUE\s+)?(?:TABLE|INDEX|VIEW|TRIGGER)\s+\w+.*|DELETE FROM\s.*|WITH\s+(?:RECURSIVE\s+)?\w+\s*(?:\([^)]*\)\s*)?AS\s*\(.*|FROM\s+\w+.*|WHERE\s+\S+\s*[=<>!(].*|GROUP BY\s.*|ORDER BY\s.*|(?:LEFT|INNER)\s+JOIN\s.*)$/,
  /^(?:return|yield|raise|throw|const|let|var|assert|await)\b[^.?!]*[[\](){};=][^.?!]*[[\](){};=]/,
  /^(?:async\s+)?(?:def|function|class|fn|func|sub|proc)\s+\w+[^.?!]*[({:]\s*$/,
  /^#include\b|^#!\/|^import\s+[\w.{*]+|^from\s+[\w.]+\s+import\b|^package\s+\w+;|^using\s+\w+|^use\s+(?:strict|warnings)/,
];

/** Whether a line looks like code. */
export function looksLikeCode(line: string): boolean {
  const text = line.replaceAll(/`[^`\n]*`/g, "x").trim();
  if (text.length < 4) return false;
  if (surely.some((sign) => sign.test(text))) return true;
  const hits = signs.filter((sign) => sign.test(text)).length;
  if (hits === 0) return false;
  const prose = text.match(/[\p{L}’']{2,}(?=[\s,.])/gu)?.length ?? 0;
  const symbols = text.match(/[{}()[\];=<>|$\\"'+*/&!_#@-]/g)?.length ?? 0;
  return hits >= 2 || symbols >= 0.6 * prose;
}

/** Lines of a text that look like code and do not stand in the source; those that are alike by `alike` or more are the same. */
export function newCodeLines(text: string, source: string, alike: number): string[] {
  const known = source.split("\n").map((line) => line.trim());
  const inline = new Set(Array.from(source.matchAll(/\S+/g), ([word]) => word));
  return text.split("\n").filter((line) => {
    if (!looksLikeCode(line)) return false;
    const trimmed = line.trim();
    const near = known.filter((each) => each !== "" && (each.includes(trimmed) || isNearly(each, trimmed, alike)));
    if (near.some((each) => each.includes(trimmed) || !looksLikeCode(each) || skeleton(each) === skeleton(trimmed))) return false;
    // The source's own line, mended.
    if (near.length > 0) return true;
    // A line of prose that quotes code of the source is none.
    if (surely.some((sign) => sign.test(trimmed))) return true;
    const pieces = trimmed.split(/\s+/).filter((word) => /[{}()[\];=<>|$\\_#]/.test(word));
    return pieces.some((piece) => !inline.has(piece) && !source.includes(piece.replaceAll(/^[("'“«`]+|[)"'”»`.,;:?!]+$/g, "") || piece));
  });
}

/** The share of a source's characters that stand in lines of code. */
export function codeShare(source: string): number {
  const lines = source.split("\n");
  const code = lines.filter(looksLikeCode).join("").length + (lines.filter((line) => !looksLikeCode(line)).join("\n").match(/`[^`\n]*`/g)?.join("").length ?? 0);
  return code / Math.max(1, source.length);
}

/** A line of code without its comments, the words of its texts, and white space. */
function skeleton(line: string): string {
  return line
    .replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""')
    .replaceAll(/(?:\/\/|#|--\s).*$/g, "")
    .replaceAll(/\s/g, "");
}

function isNearly(one: string, other: string, least: number): boolean {
  return characterSimilarity(normalizeText(one), normalizeText(other)) >= least;
}
