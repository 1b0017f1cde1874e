import { SteadfastError } from "../../base/index.ts";
import { longestCommonSubsequence } from "../sequence/longest-common-subsequence.ts";
import { commonCount, countsOf, nGrams } from "../sequence/n-grams.ts";
import { rougeTokens } from "./rouge-tokens.ts";

/** Each in [0, 1]; F is the harmonic mean of the other two, 0 where both are. */
export interface RougeScore {
  precision: number;
  recall: number;
  f: number;
}

/** The three measures, each against the reference that has the largest F under it. */
export interface RougeScores {
  rouge1: RougeScore;
  rouge2: RougeScore;
  rougeL: RougeScore;
}

/** @see rouge */
export interface RougeOptions {
  /** Whether tokens are compared by their Porter stems; true unless said otherwise. */
  stemming?: boolean;
}

/**
 * ROUGE-1, ROUGE-2 and sentence-level ROUGE-L (Lin 2004) as Google's `rouge_score` computes them with `use_stemmer=True`:
 * tokens are lower-cased runs of a–z and 0–9 (so text in other scripts has none and scores 0), those of more than three
 * characters stemmed by {@link porterStem}. Of several references each measure takes the one with the largest F.
 *
 * @throws SteadfastError `no-reference` for an empty list of references.
 * @example
 * rouge("The cats sat.", ["A cat was sitting.", "The cat sat down."]).rougeL; // { precision: 1, recall: 0.75, f: 0.857… }
 */
export function rouge(prediction: string, references: readonly string[], { stemming = true }: RougeOptions = {}): RougeScores {
  const tokens = rougeTokens(prediction, { stemming });
  const scores = references.map((reference) => scoresAgainst(rougeTokens(reference, { stemming }), tokens));
  return { rouge1: best(scores.map(({ rouge1 }) => rouge1)), rouge2: best(scores.map(({ rouge2 }) => rouge2)), rougeL: best(scores.map(({ rougeL }) => rougeL)) };
}

function scoresAgainst(reference: readonly string[], prediction: readonly string[]): RougeScores {
  return {
    rouge1: overlap(prediction, reference),
    rouge2: overlap(nGrams(prediction, 2), nGrams(reference, 2)),
    rougeL: score(longestCommonSubsequence(prediction, reference), { predicted: prediction.length, wanted: reference.length }),
  };
}

function overlap(prediction: readonly string[], reference: readonly string[]): RougeScore {
  return score(commonCount(countsOf(prediction), countsOf(reference)), { predicted: prediction.length, wanted: reference.length });
}

function score(common: number, { predicted, wanted }: { predicted: number; wanted: number }): RougeScore {
  const precision = predicted === 0 ? 0 : common / predicted;
  const recall = wanted === 0 ? 0 : common / wanted;
  return { precision, recall, f: common === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

function best(scores: readonly RougeScore[]): RougeScore {
  const [first, ...others] = scores;
  if (first === undefined) {
    throw new SteadfastError({ code: "no-reference", sentence: "ROUGE compares with at least one reference, but the list of references is empty.", hint: "Leave out examples that have no reference." });
  }
  return others.reduce((best, score) => (score.f > best.f ? score : best), first);
}
