import { randomStream } from "../../stats/index.ts";
import type { ChoiceRecord } from "../data/choice-record.ts";

/** Contextual calibration (Zhao et al. 2021): inputs without content. */
export const contentFreeTexts: readonly string[] = ["N/A", "[MASK]", ""];

/**
 * Domain-context calibration (Fei et al. 2023): texts of random words of the domain, each as long as a text of it is on average.
 *
 * @param records development data
 */
export function domainTexts(records: readonly ChoiceRecord[], { seed, count = 20 }: { seed: number; count?: number }): string[] {
  const texts = records.flatMap(({ fields, prompt }) => (fields === undefined ? [prompt!] : Object.values(fields))).filter((text) => text.trim() !== "");
  const words = texts.flatMap((text) => text.trim().split(/\s+/));
  if (words.length === 0) return [];
  const length = Math.max(1, Math.round(words.length / texts.length));
  const random = randomStream(seed, "crispr", "domain-texts");
  return Array.from({ length: count }, () => Array.from({ length }, () => words[random.integer(words.length)]!).join(" "));
}

/**
 * log of P(c) ÷ mean over content-free inputs of P(c), renormalised over the options.
 *
 * @param free log P of each option, for each content-free input
 */
export function calibrated(logProbabilities: readonly number[], free: readonly (readonly number[])[]): number[] {
  const ratios = logProbabilities.map((value, option) => value - logMeanExp(free.map((ofText) => ofText[option]!)));
  const total = logMeanExp(ratios) + Math.log(ratios.length);
  return ratios.map((ratio) => ratio - total);
}

function logMeanExp(values: readonly number[]): number {
  const best = Math.max(...values);
  if (best === Number.NEGATIVE_INFINITY) return best;
  return best + Math.log(values.reduce((sum, value) => sum + Math.exp(value - best), 0) / values.length);
}
