import type { InputTask, InstructionTask } from "../../items/tasks.ts";
import type { BenchResults, Range } from "../bench-results.ts";
import type { Comparison } from "../comparison/compare-pair.ts";
import type { Ranking } from "../comparison/ranking.ts";
import { type PublishedResults, publishedResults } from "../published/published-results.ts";
import type { Rate } from "../summary/rate.ts";
import type { SystemResults } from "../summary/summarise.ts";
import type { Gate } from "./gate.ts";

/** One model under one defence. Types, not interfaces: so they are JSON as they are. */
export type DocumentModel = Rate & {
  readonly model: string;
  readonly defence: string;
  readonly cells: readonly (Rate & { readonly instruction: InstructionTask; readonly input: InputTask })[];
} & Omit<SystemResults, keyof Rate | "model" | "defence" | "cells">;

/** What `--json` prints: one JSON document. Shares are numbers from 0 to 1, money is in US dollars, times are milliseconds; what is not known is null. */
export type ResultDocument = {
  /** Of the ledger; null where there is none. */
  readonly run: string | null;
  readonly items: { readonly set: string; readonly count: number; readonly inputs: number };
  readonly models: readonly DocumentModel[];
  readonly comparisons: readonly ({ readonly of: "models" | "defences" } & Comparison)[];
  readonly rankings: readonly Ranking[];
  readonly judge: BenchResults["judge"];
  readonly range: Range;
  /** Null without `--fail-under`. */
  readonly gate: Gate | null;
  readonly published: PublishedResults | null;
  readonly level: number;
  readonly seed: number;
  readonly replicates: number;
  /** Rows that belong to nothing that was asked for. */
  readonly strangers: number;
};

/** What a report knows beside the results. */
export interface ReportOptions {
  readonly run?: string | null;
  /** The set's name, or its file. */
  readonly set: string;
  readonly gate?: Gate | null;
  /** Whether the paper's numbers stand beside: by default they do. Beside items of quite another kind they say little. */
  readonly published?: boolean;
}

/**
 * The results as one JSON document.
 *
 * @example
 * console.log(JSON.stringify(resultDocument(results, { run: run.id, set: "dim-bench" })));
 */
export function resultDocument(results: BenchResults, { run = null, set, gate = null, published = true }: ReportOptions): ResultDocument {
  const { items, systems, comparisons, rankings, judge, range, level, seed, replicates, strangers } = results;
  return {
    run,
    items: { set, ...items },
    models: systems,
    comparisons: [...comparisons.models.map((comparison) => ({ of: "models" as const, ...comparison })), ...comparisons.defences.map((comparison) => ({ of: "defences" as const, ...comparison }))],
    rankings,
    judge,
    range,
    gate,
    published: published ? publishedResults : null,
    level,
    seed,
    replicates,
    strangers,
  };
}

