import type { Json } from "../../../base/index.ts";
import type { Interval } from "../../../stats/index.ts";

/** A mean with its interval over records, and the means of the seeds. */
export type Score = { readonly mean: number; readonly interval: Pick<Interval, "low" | "high"> | null; readonly seeds: readonly number[] };

/** What is said of one data set. */
export type EvaluatedData = {
  readonly name: string;
  readonly seeds: readonly number[];
  readonly rougeL: Score;
  readonly rouge1: number;
  readonly rouge2: number;
  readonly exactMatch: number;
  readonly repetition: number;
  readonly words: number;
  readonly cutShare: number | null;
  /** By words or tokens of the first reference. */
  readonly lengths: readonly { readonly label: string; readonly records: number; readonly rougeL: Score }[];
  /** By the topic that records name. */
  readonly topics: readonly { readonly topic: string; readonly records: number; readonly rougeL: Score }[];
  /** Records, column by column: how their prompts begin, and the mean ROUGE-L of their responses. */
  readonly records: { readonly keys: readonly string[]; readonly previews: readonly string[]; readonly rougeL: readonly (number | null)[] };
};

/** An evaluation: data sets, and how the model did on each record. */
export type EvaluationDocument = { readonly data: readonly EvaluatedData[]; readonly lengthUnit: "tokens" | "words"; readonly blockRecords: number };

/** A record with all its responses, as a block has it. */
export type EvaluatedRecord = {
  /** What was recorded of the prompt. */
  readonly prompt: { readonly [name: string]: Json };
  readonly responses: readonly { readonly seed: number; readonly text: string; readonly measures: { readonly [name: string]: Json } }[];
};

/** The name of the blocks of the `data`-th data set. */
export function evaluationBlocks(data: number): string {
  return `responses ${data}`;
}
