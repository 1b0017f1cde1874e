import type { Json } from "../../../base/index.ts";
import type { BenchResults, Outcome, PublishedResults } from "../../../dim-bench/index.ts";

/** The names that lists index, so that each stands there once. */
export type BenchNames = {
  readonly instructions: readonly string[];
  readonly inputs: readonly string[];
  /** Languages and styles. */
  readonly targets: readonly string[];
};

/** The items of a run, column by column, in the order of their ids. */
export type BenchItems = {
  readonly ids: readonly string[];
  /** Index into the names. */
  readonly instruction: readonly number[];
  readonly input: readonly number[];
  /** Index into the targets, -1 where there is none. */
  readonly target: readonly number[];
  /** Index into `texts`: what the item stands over. */
  readonly text: readonly number[];
  readonly words: readonly number[];
};

/** A run of DIM-Bench: its results, and what became of each item. */
export type BenchDocument = {
  readonly set: string;
  readonly trials: number;
  readonly parameters: { readonly temperature: number | null; readonly maxTokens: number | null; readonly seed: number };
  readonly results: BenchResults;
  readonly judges: readonly string[];
  /** How the judge did on outputs of known truth, by the newest calibration in the ledger. */
  readonly calibration: { readonly run: string; readonly summary: Json } | null;
  /** The paper's own numbers, beside its own set. */
  readonly published: PublishedResults | null;
  readonly names: BenchNames;
  readonly items: BenchItems;
  /** Inputs: their ids, and how they begin. */
  readonly texts: readonly { readonly id: string; readonly preview: string }[];
  /** What became of an output, each once. */
  readonly outcomes: readonly Outcome[];
  /** Index into `outcomes`, by system (in the order of the results), trial and item. */
  readonly codes: readonly (readonly (readonly number[])[])[];
  readonly blockItems: number;
};

/** One output with all that is known of it. Numbers are indexes into the texts of its block. */
export type BenchRow = {
  readonly messages: readonly { readonly role: string; readonly text: number }[];
  readonly output: number | null;
  readonly reasoning: number | null;
  readonly finish: string | null;
  readonly failure: { readonly code: string; readonly sentence: string } | null;
  readonly cost: number | null;
  readonly cached: boolean;
  readonly milliseconds: number;
  readonly tokens: { readonly input: number; readonly output: number } | null;
  readonly judgement: {
    readonly verdict: string;
    readonly reason: number;
    readonly answers: readonly { readonly question: string; readonly expected: string; readonly given: string; readonly reason: number }[];
    readonly cost: number | null;
  } | null;
};

/** An item's own texts. */
export type BenchBlockItem = {
  readonly instruction: number;
  readonly input: number;
  readonly answer: number;
  readonly gold: number | null;
  readonly options: readonly number[];
  readonly errors: readonly { readonly at: number; readonly wrong: string; readonly right: string }[];
};

/** The items of a block with their outputs, in the order of systems, then trials; null where nothing was asked yet. */
export type BenchBlock = {
  readonly texts: readonly string[];
  readonly items: readonly BenchBlockItem[];
  readonly rows: readonly (readonly (BenchRow | null)[])[];
};

/** The name of the blocks of a run's items. */
export const benchBlocks = "bench items";
