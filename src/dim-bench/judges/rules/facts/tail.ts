import { wordsOf } from "../../../../text/index.ts";

/** What stands behind the last question of a text; null where it asks none. */
export function behindLastQuestion(text: string): string | null {
  const place = Math.max(...["?", "？", "؟"].map((sign) => text.lastIndexOf(sign)));
  return place < 0 ? null : text.slice(place + 1);
}

/** How many words there are, each letter of Chinese counted as a part of one. */
export function lengthInWords(text: string): number {
  const words = wordsOf(text);
  const letters = words.filter((word) => /^\p{Script=Han}/u.test(word)).length;
  return words.length - letters + letters / 1.6;
}
