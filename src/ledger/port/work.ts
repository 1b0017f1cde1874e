import type { Json } from "../../base/index.ts";
import type { NewRecord } from "./records.ts";

/** `pending` waits to be claimed; `claimed` is being worked on until its lease ends; `done` and `failed` are over. */
export type WorkState = "pending" | "claimed" | "done" | "failed";

/** One thing to do in a run; its result becomes the record of the same kind and key. */
export interface WorkItem {
  run: string;
  kind: string;
  /** Any string, usually the content hash of what is asked: the same work is queued once. */
  key: string;
  /** What a worker needs to know. */
  payload: Json;
  state: WorkState;
  /** How often it was claimed. */
  attempts: number;
  /** Who claimed it last. */
  worker: string | null;
  /** What the last failure said. */
  error: Json;
  /** From when on it may be claimed: its delay, or the end of its lease. Milliseconds since 1970; null when it is over. */
  availableAt: number | null;
  /** Grows with every item of the ledger; `after` of a stream. */
  sequence: number;
}

/** An item in the hands of a worker. `sequence` and `attempts` together are the proof of the claim. */
export type WorkClaim = Pick<WorkItem, "run" | "kind" | "key" | "payload" | "attempts" | "sequence">;

/** @see WorkStore.enqueueWork */
export interface NewWorkItem {
  kind: string;
  key: string;
  payload?: Json;
}

/** @see WorkStore.claimWork */
export interface ClaimOptions {
  kind: string;
  /** Who asks, for people to read: host and process, say. */
  worker: string;
  /** After so long without completion or renewal anybody may claim the item again. Milliseconds. */
  leaseMilliseconds: number;
  /** At most so many items; by default 1. */
  limit?: number;
}

/** @see WorkStore.completeWork */
export interface Completion {
  claim: WorkClaim;
  /** Becomes the record (run, kind, key) of the claim. */
  value: Json;
  /** Further records of the same result. */
  records?: readonly NewRecord[];
  /** Work that this result makes possible, queued in the same transaction: its judgement, say. */
  followUps?: readonly NewWorkItem[];
}

/**
 * `recorded`: this value is the one that is kept. `duplicate`: another value was there first and stays, most often
 * because another worker took the item over after this one's lease had ended. `gone`: the run was deleted.
 */
export type CompletionOutcome = "recorded" | "duplicate" | "gone";

/** How much work of one kind a run has. */
export interface WorkCounts extends Record<WorkState, number> {
  kind: string;
  /** When the next item can be claimed, in milliseconds since 1970 (in the past: now); null when all is over. */
  nextAvailableAt: number | null;
}

/** @see WorkStore.streamWork */
export interface WorkFilter {
  kind?: string;
  state?: WorkState;
  /** Only items with a greater `sequence`. */
  after?: number;
  limit?: number;
}

/**
 * The work of a run, shared by any number of processes: claim, work, complete. A process that dies keeps its items
 * until their leases end; so leases are best short (half a minute) and renewed while the work goes on.
 */
export interface WorkStore {
  /** Queues what was not queued before under (run, kind, key), whatever became of it. Returns for each item whether it was new. */
  enqueueWork(run: string, items: readonly NewWorkItem[]): Promise<readonly boolean[]>;
  /**
   * Takes items that wait, in the order they were queued, then items whose lease has ended. Nobody else gets them until
   * the new lease ends.
   *
   * @example
   * const [claim] = await ledger.claimWork(run.id, { kind: "generation", worker: "mill:4711", leaseMilliseconds: 30_000 });
   * if (claim !== undefined) await ledger.completeWork([{ claim, value: await answer(claim.payload) }]);
   */
  claimWork(run: string, options: ClaimOptions): Promise<readonly WorkClaim[]>;
  /** Lets leases end later, counted from now. Returns for each claim whether it still held; if not, others may be at it. */
  renewWork(claims: readonly WorkClaim[], options: { leaseMilliseconds: number }): Promise<readonly boolean[]>;
  /**
   * Writes results and marks their items done, all in one transaction: after the promise is fulfilled they survive
   * kill -9 and power loss. The first result of an item counts, even if its lease has ended meanwhile.
   */
  completeWork(completions: readonly Completion[]): Promise<readonly CompletionOutcome[]>;
  /** Gives items up for good, until `retryFailedWork`. Returns for each whether the claim still held; if not, nothing changes. */
  failWork(failures: readonly { claim: WorkClaim; error: Json }[]): Promise<readonly boolean[]>;
  /** Puts items back for anybody to claim, after a delay if one is given. Returns for each whether the claim still held. */
  releaseWork(claims: readonly WorkClaim[], options?: { delayMilliseconds?: number; error?: Json }): Promise<readonly boolean[]>;
  /** Makes failed items wait again, their errors and attempts kept. Returns how many. */
  retryFailedWork(run: string, filter?: { kind?: string }): Promise<number>;
  /** Per kind; kinds without work are absent. */
  countWork(run: string): Promise<readonly WorkCounts[]>;
  /** Items in the order they were queued. */
  streamWork(run: string, filter?: WorkFilter): AsyncIterable<WorkItem>;
}
