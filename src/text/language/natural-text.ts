/**
 * A text without what is in no natural language: code (fenced or between backticks), tags, addresses of the web and of mail,
 * and names and codes with a digit or an underscore in them. Where nothing but fenced blocks has letters, what stands in the fences is taken: some
 * writers put whole answers there.
 */
export function naturalText(text: string): string {
  const composed = text.normalize("NFC");
  const prose = withoutSymbols(composed.replaceAll(/```[\s\S]*?(?:```|$)/g, " "));
  return /\p{L}/u.test(prose) ? prose : withoutSymbols(composed.replaceAll(/```[^\n`]*/g, " "));
}

function withoutSymbols(text: string): string {
  // Each run is taken whole and looked at once, so that the time is linear in the text.
  return text
    .replaceAll(/`[^`\n]*`/g, " ")
    .replaceAll(/<[^<>\n]*>/g, " ")
    .replaceAll(/[\x21-\x7e]+/g, (run) => (/@|:\/\/|^www\./i.test(run) ? " " : run))
    .replaceAll(/[\p{Script=Latin}\p{N}_]+/gu, (run) => (/\p{N}|[^_]_+[^_]/u.test(run) ? " " : run));
}
