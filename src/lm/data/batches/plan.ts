/** One batch before its arrays are filled: examples by index, a list for each row that has any. */
export interface PlannedBatch {
  readonly shape: readonly number[];
  readonly rows: readonly (readonly number[])[];
}

/**
 * Which examples stand where in each epoch. The number of batches and their shapes depend on the lengths alone, so that
 * every epoch has as many and the epoch of a step is found by division.
 */
export interface Planner {
  readonly batchesPerEpoch: number;
  readonly shapes: readonly (readonly number[])[];
  /** Depends on the epoch and on nothing that was asked before. */
  plan(epoch: number): readonly PlannedBatch[];
}

/** What becomes of an epoch's last batch when examples run out: empty rows fill it, or it is left out. */
export type LastBatch = "keep" | "drop";

/** @see Planner */
export interface PlannerOptions {
  readonly seed: number;
  /** Rows of every batch. */
  readonly rows: number;
  readonly last: LastBatch;
}
