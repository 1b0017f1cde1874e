import { containment, type IdentifiedLanguage, type LanguageIdentifier, normalizeText, wordSequenceSimilarity, wordsOf } from "../../../../text/index.ts";
import type { BenchItem } from "../../../items/bench-item.ts";
import { withoutErrors } from "../../../items/plant-errors.ts";
import { proseOf } from "./prose.ts";
import { tellingShare } from "./telling-words.ts";
import { unframed } from "./unframed.ts";

/** What rules know of an output. All texts are without invisible characters. */
export interface Facts {
  readonly item: BenchItem;
  /** The whole output. */
  readonly output: string;
  /** The output without a line of introduction, quotation marks or a fence around it, and without bold marks. */
  readonly text: string;
  /** What the input says, its planted errors mended. */
  readonly source: string;
  readonly sourceWords: readonly string[];
  readonly words: readonly string[];
  /** Characters of the text but white space, over those of the source. */
  readonly lengthRatio: number;
  /** In [0, 1]: how much of the source's words the text has, all of them and the stems of those that tell something, in the mean. */
  readonly wordsKept: number;
  /** In [0, 1]: how alike source and text are, word by word in their order. */
  readonly likeness: number;
  readonly language: IdentifiedLanguage;
  readonly identify: LanguageIdentifier;
}

const SHORT = 4000;
const LONGEST = 8;

/** @see Facts */
export function factsOf(item: BenchItem, given: string, identify: LanguageIdentifier): Facts {
  // No faithful output is so long, so that what is cut off changes no judgement.
  const output = given.slice(0, SHORT + LONGEST * item.input.length);
  const source = visible(item.errors === undefined ? item.input : withoutErrors(item.input, item.errors));
  const whole = visible(output);
  const text = unframed(whole, source);
  const sourceWords = wordsOf(source);
  const words = wordsOf(text);
  return {
    item,
    output: whole,
    text,
    source,
    sourceWords,
    words,
    lengthRatio: charactersOf(text) / Math.max(1, charactersOf(source)),
    wordsKept: (containment(source, text, { size: 1 }) + tellingShare(source, text)) / 2,
    likeness: normalizeText(source) === normalizeText(text) ? 1 : Math.min(0.999, wordSequenceSimilarity(source, text)),
    language: identify(proseOf(text, source)),
    identify,
  };
}

/** How many characters a text has that take up ink. */
export function charactersOf(text: string): number {
  return Array.from(text.replaceAll(/\s/g, "")).length;
}

// Joiners belong to the spelling of Hindi; other invisible characters only hide something.
function visible(text: string): string {
  return text.replaceAll(/[^\P{Cf}\u200c\u200d]/gu, "").replaceAll("\r\n", "\n");
}
