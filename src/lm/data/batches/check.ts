import { SteadfastError } from "../../../base/index.ts";

/** Refuses an option of batching. */
export function refuse(sentence: string, hint?: string): SteadfastError {
  return new SteadfastError({ code: "batch-options", sentence, ...(hint === undefined ? {} : { hint }) });
}

/** A whole number of at least 1. */
export function checkPositive(name: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) throw refuse(`${name} must be a whole number of at least 1, not ${value}.`);
}

/** Tokens of one row, and places in one array of a batch: 256 MB. More is a slip of the pen. */
const [widestRow, largestBatch] = [2 ** 20, 2 ** 26];

/** Whether arrays of [rows, width] can be made. */
export function checkBatchSize(rows: number, width: number): void {
  if (width > widestRow) throw refuse(`A row of ${width} tokens is too wide; ${widestRow} is the most.`);
  if (rows * width > largestBatch) throw refuse(`A batch of ${rows} rows by ${width} tokens is too large.`, "Take fewer rows and accumulate gradients.");
}

/** Refuses an example that no row has room for. */
export function exampleTooLong(line: number, length: number, width: number): SteadfastError {
  return new SteadfastError({ code: "example-too-long", sentence: `The example of line ${line} takes ${length} places, more than a row of ${width} has.`, hint: "Make rows wider, or lower the maximum length of examples." });
}
