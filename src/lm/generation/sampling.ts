import { SteadfastError } from "../../base/index.ts";

/** How the next token is chosen. */
export interface Sampling {
  /** 0 takes the likeliest token; by default 1. */
  readonly temperature?: number;
  /** Only the k likeliest tokens (and those as likely as the last of them); 0, the default, is all. */
  readonly topK?: number;
  /** Only the likeliest tokens that together have this probability; 1, the default, is all. */
  readonly topP?: number;
  /** Divides positive logits of tokens that occurred, and multiplies negative ones (Keskar et al. 2019, arXiv 1909.05858); 1, the default, is none. */
  readonly repetitionPenalty?: number;
  /** No run of so many tokens occurs twice, the prompt included; 0, the default, is no such ban. */
  readonly noRepeatNgram?: number;
  readonly seed?: number;
}

/** Sampling with every default in its place. */
export type CompleteSampling = Required<Sampling>;

/**
 * Fills in the defaults.
 *
 * @throws SteadfastError `sampling-wrong` for a value out of its range
 * @example
 * completeSampling({ temperature: 0 }); // { temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, noRepeatNgram: 0, seed: 0 }
 */
export function completeSampling({ temperature = 1, topK = 0, topP = 1, repetitionPenalty = 1, noRepeatNgram = 0, seed = 0 }: Sampling): CompleteSampling {
  const check = (name: string, value: number, valid: boolean, range: string): void => {
    if (!valid) throw new SteadfastError({ code: "sampling-wrong", sentence: `The ${name} must be ${range}, not ${value}.` });
  };
  check("temperature", temperature, Number.isFinite(temperature) && temperature >= 0, "a number of at least 0");
  check("top-k", topK, Number.isInteger(topK) && topK >= 0, "a whole number of at least 0");
  check("top-p", topP, topP > 0 && topP <= 1, "above 0 and at most 1");
  check("repetition penalty", repetitionPenalty, Number.isFinite(repetitionPenalty) && repetitionPenalty > 0, "a number above 0");
  check("length of banned n-grams", noRepeatNgram, Number.isInteger(noRepeatNgram) && noRepeatNgram >= 0, "a whole number of at least 0");
  check("seed", seed, Number.isSafeInteger(seed), "a whole number");
  return { temperature, topK, topP, repetitionPenalty, noRepeatNgram, seed };
}
