import type { Ledger, Run } from "../../ledger/index.ts";
import { isBenchKind } from "./bench/record-kinds.ts";
import { readBench } from "./bench/read-bench.ts";
import type { BlockTable } from "./blocks.ts";
import type { RunDocument } from "./document.ts";
import { readEvaluation } from "./evaluation/read-evaluation.ts";
import { readRecordTable } from "./generic/record-table.ts";
import { readMetrics } from "./metric-series.ts";
import { runLine } from "./run-line.ts";
import { runVersion } from "./run-version.ts";

/** A run as pages read it: what they show at once, and what they ask for block by block. */
export interface OpenedRun {
  readonly document: RunDocument;
  readonly blocks: ReadonlyMap<string, BlockTable>;
}

const mostMessages = 1000;
const mostArtifacts = 1000;

/** Kinds of records that the page of an evaluation shows. */
const evaluationKinds: ReadonlySet<string> = new Set(["prompt", "response"]);

/**
 * Reads a run of the ledger for its pages. Texts stay where they are until their block is asked for, so that memory grows by some
 * hundred bytes a row.
 *
 * @throws SteadfastError what the ledger throws
 * @example
 * const { document, blocks } = await openRun(ledger, await ledger.findRun("latest"));
 */
export async function openRun(ledger: Ledger, run: Run): Promise<OpenedRun> {
  const version = await runVersion(ledger, run);
  const bench = run.kind === "bench" ? await readBench(ledger, run) : null;
  const evaluation = run.kind === "evaluate" ? await readEvaluation(ledger, run) : null;
  const isOwn = (kind: string): boolean => kind === "message" || (bench !== null && isBenchKind(kind)) || (evaluation !== null && evaluationKinds.has(kind));
  const tables = [];
  for (const counted of await ledger.countRecords(run.id)) if (!isOwn(counted.kind)) tables.push(await readRecordTable(ledger, run.id, counted));
  const blocks = [...tables.map((each) => each.blocks), ...(bench === null ? [] : [bench.blocks]), ...(evaluation?.blocks ?? [])];
  const { summary, options, environment } = run;
  return {
    document: {
      run: { ...runLine(run), summary, options, environment },
      version,
      work: (await ledger.countWork(run.id)).map(({ kind, pending, claimed, done, failed }) => ({ kind, pending, claimed, done, failed })),
      metrics: await readMetrics(ledger, run.id),
      messages: await readMessages(ledger, run.id),
      artifacts: await readArtifacts(ledger, run.id),
      tables: tables.map(({ table }) => table),
      bench: bench?.document ?? null,
      evaluation: evaluation?.document ?? null,
    },
    blocks: new Map(blocks.map((table) => [table.name, table])),
  };
}

async function readMessages(ledger: Ledger, run: string): Promise<RunDocument["messages"]> {
  const messages = [];
  for await (const { value, createdAt } of ledger.streamRecords(run, { kind: "message", limit: mostMessages })) {
    const { level, text } = value as { readonly level?: unknown; readonly text?: unknown };
    messages.push({ level: String(level), text: String(text), at: createdAt });
  }
  return messages;
}

async function readArtifacts(ledger: Ledger, run: string): Promise<RunDocument["artifacts"]> {
  const artifacts = [];
  for await (const { name, path, sha256, bytes } of ledger.listArtifacts(run)) {
    if (artifacts.length === mostArtifacts) break;
    artifacts.push({ name, path, sha256, bytes });
  }
  return artifacts;
}
