import type { eld } from "eld/medium";
import { foreignLetters } from "./cyrillic.ts";

/** Probabilities of languages, ISO 639-1, that sum to 1; empty where nothing is known. */
export type Likelihoods = ReadonlyMap<string, number>;

// eld's scores are x = s / (s + 25), s the mean over n-grams of a scaled log-probability. 30 of its units make a factor of e:
// with it, over 3-word pieces of sentences in 21 languages, probabilities of .96 on average came true in 96 %.
const SCORE_SCALE = 25;
const SCORE_UNIT = 30;

// A letter of another alphabet may be a name's.
const PER_FOREIGN_LETTER = 2;

/** What the n-grams of a short text say about its language, if it is one of `languages`. */
export function likelihoodsByNGrams(text: string, { languages, detector }: { languages: readonly string[]; detector: typeof eld }): Likelihoods {
  const scores = Object.entries(detector.detect(text).getScores()).filter(([language]) => languages.includes(language));
  const size = nGramCount(text);
  const logarithms = scores.map(([language, score]) => (size * SCORE_SCALE * score) / (1 - score) / SCORE_UNIT - PER_FOREIGN_LETTER * foreignLetters(text, language));
  const largest = Math.max(...logarithms);
  const weights = logarithms.map((logarithm) => Math.exp(logarithm - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return new Map(scores.map(([language], place) => [language, weights[place]! / total]));
}

/** How many n-grams eld takes: of each distinct word one for every three bytes. */
function nGramCount(text: string): number {
  const words = new Set(text.toLowerCase().match(/\p{L}+/gu));
  return words.values().reduce((total, word) => total + Math.max(1, Math.floor((Math.min(70, Buffer.byteLength(word)) + 1) / 3)), 0);
}

/** Japanese is hardly ever written without kana; a stray one stands in Chinese at times. Short texts of Han alone may be either. */
export function likelihoodsOfHan(text: string): Likelihoods {
  const kana = text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0;
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const japanese = kana >= 0.08 * (kana + han) && kana > 0 ? 1 : 0.3 * 0.85 ** han;
  return new Map([
    ["zh", 1 - japanese],
    ["ja", japanese],
  ]);
}
