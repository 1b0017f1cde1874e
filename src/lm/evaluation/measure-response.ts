import { rouge, wordsOf } from "../../text/index.ts";
import type { Response } from "./respond.ts";

/** What is measured of one response. A type, not an interface: so it is JSON as it is. */
export type Measures = {
  /** F × 100 against the reference that has the largest, as are the next two. */
  readonly rougeL: number;
  readonly rouge1: number;
  readonly rouge2: number;
  /** 100 where the response is one of the references, white space around both aside; else 0. */
  readonly exactMatch: number;
  readonly words: number;
  /** Null for a prediction from elsewhere. */
  readonly tokens: number | null;
  /** Whether it was cut at the limit of new tokens; null where that cannot be known. */
  readonly cut: boolean | null;
  /** Share of its runs of four words that it has said before (seq-rep-4; Welleck et al. 2020, arXiv 1908.04319). */
  readonly repetition: number;
};

/** Measures a response, or the text of a prediction. */
export function measureResponse(response: Pick<Response, "text"> & Partial<Pick<Response, "tokens" | "finish">>, references: readonly string[]): Measures {
  const text = response.text.trim();
  const { rougeL, rouge1, rouge2 } = rouge(text, references);
  const words = wordsOf(text);
  return {
    rougeL: 100 * rougeL.f,
    rouge1: 100 * rouge1.f,
    rouge2: 100 * rouge2.f,
    exactMatch: references.some((reference) => reference.trim() === text) ? 100 : 0,
    words: words.length,
    tokens: response.tokens ?? null,
    cut: response.finish === undefined ? null : response.finish === "length",
    repetition: repetitionOf(words),
  };
}

const runLength = 4;

function repetitionOf(words: readonly string[]): number {
  const runs = words.slice(runLength - 1).map((_, start) => words.slice(start, start + runLength).join(" "));
  return runs.length === 0 ? 0 : 1 - new Set(runs).size / runs.length;
}
