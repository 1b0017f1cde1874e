import { SteadfastError } from "../../../base/index.ts";
import type { Example } from "../example.ts";
import type { Batches } from "./batch.ts";
import { checkPositive, refuse } from "./check.ts";
import { size } from "./choose-shapes.ts";
import type { LastBatch, PlannedBatch, Planner } from "./plan.ts";

/** What every way of batching takes. */
export interface BatchOptions {
  /** Rows of every batch. */
  readonly rows: number;
  /** Of the order; each epoch has an order of its own. */
  readonly seed: number;
  /** By default `keep`: the last batch of an epoch is filled with rows that have no loss. */
  readonly last?: LastBatch;
}

/** Where a batch stands. */
export interface BatchIndex {
  readonly step: number;
  readonly epoch: number;
}

/** Batches by step, from a plan by epoch. */
export function batchesOf<Batch>({ planner, rows, tokens, fill }: { planner: Planner; rows: number; tokens: (example: number) => number; fill: (planned: PlannedBatch, index: BatchIndex) => Batch }): Batches<Batch> {
  const { batchesPerEpoch, shapes } = planner;
  if (batchesPerEpoch === 0) throw refuse(`There are too few examples for one batch of ${rows} rows.`, "Take fewer rows, or keep the last batch.");
  // Only saves work: a plan depends on its epoch alone.
  let current = { epoch: 0, plan: planner.plan(0) };
  return {
    batchesPerEpoch,
    shapes,
    paddingShare: paddingShare(current.plan, rows, tokens),
    batchAt(step) {
      if (!Number.isSafeInteger(step) || step < 0) throw new SteadfastError({ code: "batch-step", sentence: `A step must be a whole number of at least 0, not ${step}.` });
      const epoch = Math.floor(step / batchesPerEpoch);
      if (current.epoch !== epoch) current = { epoch, plan: planner.plan(epoch) };
      return fill(current.plan[step % batchesPerEpoch]!, { step, epoch });
    },
  };
}

/** @throws SteadfastError `batch-options`. */
export function checkBatchOptions({ rows }: BatchOptions, examples: readonly Example[]): void {
  checkPositive("The number of rows", rows);
  if (examples.length === 0) throw refuse("There are no examples to make batches of.");
  for (const { ids, promptLength, responseLength, line } of examples) {
    if (promptLength >= 1 && responseLength >= 1 && promptLength + responseLength === ids.length) continue;
    throw refuse(`The example of line ${line} has ${ids.length} ids, ${promptLength} for its prompt and ${responseLength} for its response; each needs one at least, and all must be one of the two.`);
  }
}

function paddingShare(plan: readonly PlannedBatch[], rows: number, tokens: (example: number) => number): number {
  let places = 0;
  let filled = 0;
  for (const batch of plan) {
    places += rows * size(batch.shape);
    for (const row of batch.rows) for (const example of row) filled += tokens(example);
  }
  return 1 - filled / places;
}
