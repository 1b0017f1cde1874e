import { hostname } from "node:os";
import { type EventSink, silent } from "../../base/index.ts";
import type { ChatModel } from "../../chat/index.ts";
import type { Judge } from "../judges/judge.ts";
import { type BenchRun, judgementKind } from "./bench-run.ts";
import { createGenerator } from "./generate.ts";
import { createJudging } from "./judge-generations.ts";
import { queueGenerations } from "./queue-generations.ts";
import { queueJudgements } from "./queue-judgements.ts";
import { createReporter } from "./report-progress.ts";
import { countStages, type StageCounts } from "./stage-counts.ts";
import { News, workThrough } from "./work-loop.ts";

/** @see runBench */
export interface RunBenchOptions extends BenchRun {
  /** All of the plan. */
  readonly models: readonly ChatModel[];
  readonly judge: Judge;
  /** Calls that are kept ready for each model, and for the judge; by default 128. */
  readonly concurrency?: number;
  /** Asks again what has failed before. */
  readonly rerunFailed?: boolean;
  /** Takes nothing over from other runs. */
  readonly fresh?: boolean;
  /** How long a process that died keeps what it had in hand; by default 20,000. */
  readonly leaseMilliseconds?: number;
  readonly sink?: EventSink;
  readonly signal?: AbortSignal;
}

/** What a run came to. */
export interface BenchEnd extends StageCounts {
  /** Models, or the judge, that nothing more was asked of; each with the failure that ended it. */
  readonly stopped: readonly { readonly what: string; readonly code: string; readonly sentence: string; readonly hint: string | null }[];
}

/**
 * Asks every model of the plan for what is missing, and the judge about what came back. Any number of processes may do so at once;
 * what one of them has in hand, no other asks. Whatever ends it, all that came back is in the ledger, and the same call goes on.
 *
 * @throws SteadfastError `run-differs`, what the ledger throws, the signal's reason
 * @example
 * const run = await ledger.createRun({ kind: "bench", options: {} });
 * const plan = await beginBench({ ledger, run: run.id, set: "lab", items, models, defences, trials: 1, parameters });
 * const { judgements } = await runBench({ ledger, run: run.id, plan, defences, models, judge });
 */
export async function runBench(options: RunBenchOptions): Promise<BenchEnd> {
  const { ledger, run, plan, defences, models, judge, concurrency = 128, rerunFailed = false, fresh = false, leaseMilliseconds = 20_000, sink = silent } = options;
  const bench: BenchRun = { ledger, run, plan, defences };
  const failed = new AbortController();
  const signal = AbortSignal.any([failed.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const kinds = new Set(plan.models.map(({ kind }) => kind));
  const judging = judgementKind(judge);
  if (rerunFailed) for (const kind of [...kinds, judging]) await ledger.retryFailedWork(run, { kind });
  await queueGenerations(bench, { fresh, signal });
  await queueJudgements(bench, judge, { fresh, signal });

  const stopped: BenchEnd["stopped"][number][] = [];
  const reporter = createReporter({ sink, count: () => countStages(bench, judge) });
  const common = { ledger, run, worker: `${hostname()}:${process.pid}`, leaseMilliseconds, atOnce: concurrency + Math.max(2, Math.ceil(concurrency / 4)), signal, onWaiting: reporter.waiting };
  const toJudge = new News();
  let isGenerated = false;

  const generate = async (kind: string): Promise<void> => {
    const name = plan.models.find((model) => model.kind === kind)!.reference;
    await workThrough({
      ...common,
      ...createGenerator({ bench, models: new Map(models.map((model) => [model.reference, model])), judge, onFailure: failureTold(name), onAnswered: reporter.answered, signal }),
      kind,
      news: new News(),
      isComplete: () => true,
      onSettled: toJudge.tell.bind(toJudge),
    });
  };
  const failureTold = (what: string) => (failure: { readonly code: string; readonly sentence: string; readonly stop: boolean; readonly hint: string | undefined }): void => {
    if (failure.stop && stopped.some((each) => each.what === what)) return;
    if (failure.stop) stopped.push({ what, code: failure.code, sentence: failure.sentence, hint: failure.hint ?? null });
    reporter.failed({ what, ...failure });
  };
  const generateAll = async (): Promise<void> => {
    await settleAll([...kinds].map(generate), (error) => failed.abort(error));
    // Answers that several items share, and what other processes have taken over.
    await queueJudgements(bench, judge, { fresh, signal });
    isGenerated = true;
    toJudge.tell();
  };
  const judgeAll = (): Promise<void> =>
    workThrough({ ...common, ...createJudging({ bench, judge, onFailure: failureTold(`the judge ${judge.name}`), onJudged: reporter.judged, signal }), kind: judging, news: toJudge, isComplete: () => isGenerated, onSettled: () => {} });

  try {
    await settleAll([generateAll(), judgeAll()], (error) => failed.abort(error));
  } finally {
    await reporter.end();
  }
  return { ...(await countStages(bench, judge)), stopped };
}

/** Waits for all, ends the others when one fails, and throws the first failure. */
async function settleAll(works: readonly Promise<void>[], onFailure: (error: unknown) => void): Promise<void> {
  let first: { readonly error: unknown } | undefined;
  const settled = works.map((work) =>
    work.catch((error: unknown) => {
      first ??= { error };
      onFailure(error);
    }),
  );
  await Promise.all(settled);
  if (first !== undefined) throw first.error;
}
