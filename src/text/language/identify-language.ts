import type { eld } from "eld/medium";
import { indonesianShare } from "./indonesian.ts";
import { type Likelihoods, likelihoodsByNGrams, likelihoodsOfHan } from "./likelihoods.ts";
import { naturalText } from "./natural-text.ts";
import { letterCount, type Script, scripts } from "./scripts.ts";
import { windowsOf } from "./windows.ts";

/** A language that a text may be in. */
export interface LanguageCandidate {
  /** ISO 639-1: `en`, `zh`. */
  language: string;
  /** In [0, 1]: the share of the text that is expected to be in this language. */
  confidence: number;
}

/** What language a text is in. */
export interface IdentifiedLanguage {
  /** The likeliest, ISO 639-1; undefined where a text has no letters, or none that tell. */
  language: string | undefined;
  /** That of the likeliest candidate, 0 where there is none: low for short texts, and for texts in several languages. */
  confidence: number;
  /** All with at least 1 %, the likeliest first. */
  candidates: LanguageCandidate[];
}

/** @see loadLanguageIdentifier */
export type LanguageIdentifier = (text: string) => IdentifiedLanguage;

const LEAST = 0.01;

/**
 * Loads the n-grams of languages (about half a second and 200 MB of memory, once a process) and returns a pure function
 * that tells languages. {@link identifyLanguage} says what it gives.
 *
 * @example
 * const identify = await loadLanguageIdentifier();
 * outputs.filter((output) => identify(output).language === "fr");
 */
export async function loadLanguageIdentifier(): Promise<LanguageIdentifier> {
  const { eld } = await import("eld/medium");
  return (text) => identify(text, eld);
}

/**
 * The language of a text: by its script where that decides, by n-grams (`eld`) for Latin, Cyrillic, Arabic and Devanagari, by
 * kana for Chinese and Japanese, by a few words for Indonesian and Malay. Code, tags, addresses and numbers do not count. A
 * long text is looked at all along (64 places at most), so that one in two languages shows both as candidates.
 *
 * @example
 * await identifyLanguage("Où est la gare ?"); // { language: "fr", confidence: 0.9…, candidates: [{ language: "fr", … }, …] }
 * (await identifyLanguage("42!")).language; // undefined
 */
export async function identifyLanguage(text: string): Promise<IdentifiedLanguage> {
  return (await loadLanguageIdentifier())(text);
}

function identify(text: string, detector: typeof eld): IdentifiedLanguage {
  const prose = naturalText(text);
  const shares = new Map<string, number>();
  let total = 0;
  for (const script of scripts) {
    const letters = prose.match(script.runs)?.join(" ") ?? "";
    const weight = letterCount(letters) * script.weight;
    total += weight;
    for (const [language, share] of likelihoodsIn(letters, { script, detector })) shares.set(language, (shares.get(language) ?? 0) + weight * share);
  }
  const candidates = [...shares]
    .map(([language, weight]) => ({ language, confidence: Math.min(1, weight / total) }))
    .filter(({ confidence }) => confidence >= LEAST)
    .sort((a, b) => b.confidence - a.confidence);
  return { language: candidates[0]?.language, confidence: candidates[0]?.confidence ?? 0, candidates };
}

/** The languages of all windows, each counted by its letters. */
function likelihoodsIn(letters: string, { script, detector }: { script: Script; detector: typeof eld }): Likelihoods {
  if (letters === "") return new Map();
  if (script.languages.length === 1) return new Map([[script.languages[0]!, 1]]);
  const windows = windowsOf(letters).map((window) => ({ window, size: letterCount(window) }));
  const total = windows.reduce((sum, { size }) => sum + size, 0);
  const sums = new Map<string, number>();
  for (const { window, size } of windows) {
    const likelihoods = script.name === "Han" ? likelihoodsOfHan(window) : likelihoodsByNGrams(window, { languages: script.languages, detector });
    for (const [language, likelihood] of likelihoods) sums.set(language, (sums.get(language) ?? 0) + (likelihood * size) / total);
  }
  return withIndonesian(sums, letters);
}

/** The n-grams know Malay only. */
function withIndonesian(likelihoods: Map<string, number>, text: string): Likelihoods {
  const either = likelihoods.get("ms");
  if (either === undefined) return likelihoods;
  const share = indonesianShare(text);
  return likelihoods.set("id", either * share).set("ms", either * (1 - share));
}
