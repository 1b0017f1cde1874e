import type { BenchItem } from "./bench-item.ts";
import { makeItems } from "./make-items.ts";
import { readShippedInputs } from "./shipped-inputs.ts";

/** What sets of items are made from. */
export interface ItemSetOptions {
  /** By default 1. */
  readonly seed?: number;
  /** Inputs of each task; each stands under the four instructions. By default 100. */
  readonly perCell?: number;
}

/**
 * The project's own items: 100 inputs of each of five tasks, under four instructions.
 *
 * @throws SteadfastError `too-few-inputs`, `items-option`, `invalid-seed`
 * @example
 * (await dimBenchItems()).length; // 2000
 */
export async function dimBenchItems({ seed = 1, perCell = 100 }: ItemSetOptions = {}): Promise<BenchItem[]> {
  return makeItems({ inputs: await readShippedInputs(), seed, perCell });
}
