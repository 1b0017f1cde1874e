import { wordPattern } from "./word-pattern.ts";

const word = new RegExp(wordPattern, "gv");

/**
 * The words of a text in any script, composed (NFC), lower-cased and with straight apostrophes; punctuation and symbols are
 * left out. Where a script has no spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan), each letter
 * counts as a word.
 *
 * @example
 * wordsOf("Don’t panic: 42!"); // ["don't", "panic", "42"]
 * wordsOf("你好，world"); // ["你", "好", "world"]
 */
export function wordsOf(text: string): string[] {
  return text.normalize("NFC").toLowerCase().replaceAll("’", "'").match(word) ?? [];
}
