import { setTimeout as sleep } from "node:timers/promises";
import type { Json } from "../../base/index.ts";
import type { Completion, Ledger, WorkClaim, WorkCounts } from "../../ledger/index.ts";

/** How one piece of work came out. `released`: anybody may take it up again; `stop`: nothing more is begun by this loop. */
export type Settlement =
  | { readonly type: "completed"; readonly completion: Omit<Completion, "claim"> }
  | { readonly type: "failed"; readonly error: Json; readonly stop?: boolean }
  | { readonly type: "released"; readonly stop?: boolean };

/** @see workThrough */
export interface WorkLoopOptions<Prepared> {
  readonly ledger: Ledger;
  readonly run: string;
  readonly kind: string;
  /** Host and process, for people. */
  readonly worker: string;
  readonly leaseMilliseconds: number;
  /** Claims in hand, at most. */
  readonly atOnce: number;
  /** Reads together what several claims need. */
  prepare(claims: readonly WorkClaim[]): Promise<readonly Prepared[]>;
  handle(prepared: Prepared, claim: WorkClaim): Promise<Settlement>;
  /** Called once the ledger holds it. */
  onSettled(settlement: Settlement): void;
  /** True once no further work of the kind can come. */
  isComplete(): boolean;
  /** Resolves when there may be new work. */
  readonly news: News;
  /** Called when what is left is in the hands of other processes. */
  onWaiting(claimed: number): void;
  readonly signal: AbortSignal;
}

/** Wakes those who wait for something to do. */
export class News {
  #next: PromiseWithResolvers<void> = Promise.withResolvers();

  tell(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }

  get next(): Promise<void> {
    return this.#next.promise;
  }
}

const longestPoll = 500;

/**
 * Claims work of one kind and settles it until none is left, here or in other processes; or until it is told to stop, and what is in
 * hand is settled. What cannot be settled because of the signal is released, so that others need not wait for its lease.
 *
 * @throws what `handle` and the ledger throw; the signal's reason
 */
export async function workThrough<Prepared>(options: WorkLoopOptions<Prepared>): Promise<void> {
  const { ledger, run, kind, worker, leaseMilliseconds, atOnce, signal, news } = options;
  const inHand = new Map<number, WorkClaim>();
  const state: { stopped: boolean; failure: { readonly error: unknown } | undefined } = { stopped: false, failure: undefined };
  const fail = (error: unknown): void => {
    state.failure ??= { error };
    state.stopped = true;
  };
  // Refilled in lots: each claim is a transaction.
  const lot = Math.max(1, Math.ceil(atOnce / 5));

  const settle = async (claim: WorkClaim, prepared: Prepared): Promise<void> => {
    try {
      const settlement = await options.handle(prepared, claim);
      if (settlement.type === "completed") await ledger.completeWork([{ claim, ...settlement.completion }]);
      else if (settlement.type === "failed") await ledger.failWork([{ claim, error: settlement.error }]);
      else await ledger.releaseWork([claim]);
      if (settlement.type !== "completed" && settlement.stop === true) state.stopped = true;
      options.onSettled(settlement);
    } catch (error) {
      fail(error);
      // The first error is the one to tell.
      await ledger.releaseWork([claim]).catch(() => {});
    } finally {
      inHand.delete(claim.sequence);
      if (atOnce - inHand.size >= lot || inHand.size === 0) news.tell();
    }
  };

  const renewal = setInterval(() => {
    if (inHand.size > 0) ledger.renewWork([...inHand.values()], { leaseMilliseconds }).catch(fail);
  }, leaseMilliseconds / 3);
  try {
    while (!state.stopped && !signal.aborted) {
      // Before looking, so that what is told meanwhile is not missed.
      const { next } = news;
      const isComplete = options.isComplete();
      const room = atOnce - inHand.size;
      const claims = room < lot ? [] : await ledger.claimWork(run, { kind, worker, leaseMilliseconds, limit: room });
      if (claims.length > 0) {
        const prepared = await prepareOrRelease(claims, options);
        for (const [index, claim] of claims.entries()) {
          inHand.set(claim.sequence, claim);
          void settle(claim, prepared[index]!);
        }
        continue;
      }
      if (inHand.size > 0) {
        await Promise.race([next, sleep(longestPoll, undefined, { ref: false })]);
        continue;
      }
      const counts = (await ledger.countWork(run)).find((each) => each.kind === kind);
      const left = leftOf(counts);
      if (left === 0 && isComplete) break;
      if (left > 0 && counts!.pending === 0) options.onWaiting(counts!.claimed);
      await Promise.race([next, untilPoll(counts, signal)]);
    }
    while (inHand.size > 0) await news.next;
  } catch (error) {
    fail(error);
    while (inHand.size > 0) await news.next;
  } finally {
    clearInterval(renewal);
  }
  if (state.failure !== undefined) throw state.failure.error;
  signal.throwIfAborted();
}

async function prepareOrRelease<Prepared>(claims: readonly WorkClaim[], { ledger, prepare }: WorkLoopOptions<Prepared>): Promise<readonly Prepared[]> {
  try {
    return await prepare(claims);
  } catch (error) {
    await ledger.releaseWork(claims).catch(() => {});
    throw error;
  }
}

function leftOf(counts: WorkCounts | undefined): number {
  return counts === undefined ? 0 : counts.pending + counts.claimed;
}

async function untilPoll(counts: WorkCounts | undefined, signal: AbortSignal): Promise<void> {
  const due = counts?.nextAvailableAt ?? null;
  const milliseconds = due === null ? longestPoll : Math.min(longestPoll, Math.max(10, due - Date.now()));
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}
