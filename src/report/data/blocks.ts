import type { Json } from "../../base/index.ts";

/** Rows that are read on demand, block by block. */
export interface BlockTable {
  readonly name: string;
  readonly blocks: number;
  /** The content of a block, counted from 0. */
  read(block: number): Promise<Json>;
}

/** How many rows a block has, so that no page loads much more than it shows. */
export const recordsPerBlock = 100;
