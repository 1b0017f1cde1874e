import type { Json } from "../../base/index.ts";
import type { BenchDocument } from "./bench/bench-document.ts";
import type { EvaluationDocument } from "./evaluation/evaluation-document.ts";

// Types, not interfaces, in all documents: so they are JSON as they are. Times are milliseconds since 1970.

/** A run in one line, as lists have it. */
export type RunLine = {
  readonly id: string;
  readonly kind: string;
  readonly title: string | null;
  readonly status: "running" | "done" | "incomplete" | "failed";
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly finishedAt: number | null;
  /** The summary in one short line. */
  readonly result: string;
};

/** A series, thinned where it has more points than a screen; null is what is no finite number. */
export type MetricSeries = {
  readonly name: string;
  /** How many there are in the ledger. */
  readonly count: number;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  readonly last: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
};

/** Records of one kind: for each a key and how it begins. What they hold comes in blocks. */
export type RecordTable = {
  readonly kind: string;
  /** How many the run has; the table may hold fewer. */
  readonly total: number;
  readonly keys: readonly string[];
  readonly previews: readonly string[];
  readonly blockRows: number;
};

/** A record as a block has it. */
export type RecordRow = { readonly key: string; readonly value: Json; readonly createdAt: number };

/** Everything a page knows of a run before it asks for blocks. */
export type RunDocument = {
  readonly run: RunLine & { readonly summary: Json; readonly options: Json; readonly environment: Json };
  /** Changes with whatever is written to the run. */
  readonly version: string;
  readonly work: readonly { readonly kind: string; readonly pending: number; readonly claimed: number; readonly done: number; readonly failed: number }[];
  readonly metrics: readonly MetricSeries[];
  readonly messages: readonly { readonly level: string; readonly text: string; readonly at: number }[];
  readonly artifacts: readonly { readonly name: string; readonly path: string; readonly sha256: string; readonly bytes: number }[];
  readonly tables: readonly RecordTable[];
  /** Of a run of DIM-Bench that was begun. */
  readonly bench: BenchDocument | null;
  /** Of an evaluation that has responses. */
  readonly evaluation: EvaluationDocument | null;
};
