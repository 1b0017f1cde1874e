import type { Summary } from "./summarize.ts";

/** One row of an evaluation. Types, not interfaces: so they are JSON as they are. */
export type DataResult = {
  readonly name: string;
  readonly path: string;
  /** SHA-256 of the records. */
  readonly hash: string;
  /** Lines of the file that were not asked, and why. */
  readonly leftOut: readonly { readonly line: number; readonly reason: string }[];
  /** Prompts that lost their end; null where the prompts are not known. */
  readonly cutPrompts: number | null;
  /** What lengths of references are counted in. */
  readonly lengthUnit: "tokens" | "words";
  readonly summary: Summary;
};
