import { porterStem } from "../stemmer/porter-stem.ts";

/**
 * The tokens of Google's `rouge_score`: lower-cased runs of a–z and 0–9, those of more than three characters stemmed.
 */
export function rougeTokens(text: string, { stemming }: { stemming: boolean }): string[] {
  const tokens = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  if (!stemming) return tokens;
  const stems = new Map<string, string>();
  return tokens.map((token) => {
    if (token.length <= 3) return token;
    const known = stems.get(token) ?? porterStem(token);
    stems.set(token, known);
    return known;
  });
}
