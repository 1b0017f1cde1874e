import type { Judge } from "../judges/judge.ts";
import { type BenchRun, judgementKind } from "./bench-run.ts";

/** How far a stage is. What asks the same counts once. */
export interface StageCount {
  readonly total: number;
  /** Answered or judged, cached ones included. */
  readonly done: number;
  /** Taken over from other runs. */
  readonly cached: number;
  readonly failed: number;
  readonly waiting: number;
}

/** @see StageCount */
export interface StageCounts {
  readonly generations: StageCount;
  readonly judgements: StageCount;
}

/**
 * How far a run is, whoever works on it.
 *
 * @throws what the ledger throws
 * @example
 * const { generations } = await countStages({ ledger, run: run.id, plan, defences }, judge);
 */
export async function countStages({ ledger, run, plan }: BenchRun, judge: Pick<Judge, "name" | "hash">): Promise<StageCounts> {
  const [records, work] = await Promise.all([ledger.countRecords(run), ledger.countWork(run)]);
  const count = (kinds: ReadonlySet<string>): StageCount => {
    const sum = { done: 0, worked: 0, failed: 0, waiting: 0 };
    for (const { kind, count } of records) if (kinds.has(kind)) sum.done += count;
    for (const { kind, pending, claimed, done, failed } of work) {
      if (!kinds.has(kind)) continue;
      sum.worked += done;
      sum.failed += failed;
      sum.waiting += pending + claimed;
    }
    return { total: sum.done + sum.failed + sum.waiting, done: sum.done, cached: Math.max(0, sum.done - sum.worked), failed: sum.failed, waiting: sum.waiting };
  };
  return { generations: count(new Set(plan.models.map(({ kind }) => kind))), judgements: count(new Set([judgementKind(judge)])) };
}
