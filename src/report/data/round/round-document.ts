import type { Json } from "../../../base/index.ts";
import type { Comparison, Ends } from "../../../dim-bench/index.ts";
import type { RunLine } from "../document.ts";

/** A round in one line, as lists have it. */
export type RoundLine = {
  /** The run that measured last; the round is named by it. */
  readonly id: string;
  /** When its first treatment began; milliseconds since 1970. */
  readonly createdAt: number;
  /** Each model that was measured at the end, with what it was made from, the first first. */
  readonly ways: readonly (readonly string[])[];
};

/** What a run did for its round. */
export type RoundPart = "measure" | "repair" | "distil" | "train" | "measure again";

/** A run of the round, in the order of time. */
export type RoundStep = {
  readonly run: RunLine;
  readonly part: RoundPart;
  /** The models that it worked on, as it names them. */
  readonly from: readonly string[];
  /** The folder of the model that it made. */
  readonly made: string | null;
  /** Its result in short, as the run has it. */
  readonly summary: Json;
};

/** How a model did under one defence, by one run. */
export type Measured = {
  readonly run: string;
  /** Its place among the systems of that run. */
  readonly system: number;
  readonly defence: string;
  readonly accuracy: number | null;
  readonly interval: Ends | null;
  readonly scored: number;
  readonly n: number;
  readonly instead: { readonly [kind: string]: number };
};

/** Accuracies over the items that both measurements have scored; null where there are none. */
export type PairedAccuracy = { readonly before: number | null; readonly after: number | null };

/** What a model was at one time of the round. */
export type RoundStage = {
  /** As the run that measured or made it names it. */
  readonly model: string;
  /** The run that made it; null of the one that all began with. */
  readonly made: string | null;
  /** One for each defence; empty where nothing measured it as the last was measured. */
  readonly measured: readonly Measured[];
};

/** The last measurement less the first, under one defence, item by item. */
export type RoundChange = {
  readonly defence: string;
  /** Places among the stages. */
  readonly first: number;
  readonly last: number;
  /** P-values are Holm's over all changes of the round. */
  readonly comparison: Comparison;
  /** What the difference is of. */
  readonly accuracy: PairedAccuracy;
  /** In the order of the comparison's. */
  readonly cells: readonly PairedAccuracy[];
  /** Items that passed only at the end, and only at the beginning: the first of them. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
  /** The weights are the very same: nothing was changed in between. */
  readonly isSameModel: boolean;
};

/** One model's way from what it began as to what was measured last. */
export type RoundWay = {
  readonly stages: readonly RoundStage[];
  readonly changes: readonly RoundChange[];
  /** Where there is no change to tell: why, as a sentence. */
  readonly why: string | null;
};

/** Measure, treat, measure again: what belongs together, and what came of it. */
export type RoundDocument = RoundLine & {
  /** Changes with whatever is written to the run that measured last. */
  readonly version: string;
  readonly steps: readonly RoundStep[];
  readonly models: readonly RoundWay[];
  /** What was asked. */
  readonly set: string;
  readonly items: number;
  readonly inputs: number;
  readonly level: number;
};
