import type { Json } from "../../base/index.ts";

/**
 * How far a run came. `running` is also what a killed process leaves behind: `updatedAt` tells since when nothing was written.
 * `incomplete` can be gone on with; `failed` ended by an error; `done` did all it was asked.
 */
export type RunStatus = "running" | "done" | "incomplete" | "failed";

/** One command that was run. Times are milliseconds since 1970. */
export interface Run {
  /** Nine characters that sort by creation, unique within the ledger: `0gk3f9x7q`. */
  id: string;
  /** What was run: `bench`, `repair`, `distill`, … */
  kind: string;
  title: string | null;
  status: RunStatus;
  /** All that is needed to repeat the run. */
  options: Json;
  /** Versions, machine, devices; never a key. */
  environment: Json;
  /** The result in short, small enough to be listed; null while there is none. */
  summary: Json;
  createdAt: number;
  /** Of the last write to the run or to anything in it, to the second. */
  updatedAt: number;
  finishedAt: number | null;
}

/** @see RunStore.createRun */
export interface NewRun {
  kind: string;
  options?: Json;
  environment?: Json;
  title?: string;
}

/** What is named is changed, the rest stays. A status other than `running` sets `finishedAt`; `running` clears it. */
export interface RunChanges {
  status?: RunStatus;
  options?: Json;
  environment?: Json;
  summary?: Json;
  title?: string | null;
}

/** Every condition given must hold. */
export interface RunFilter {
  kind?: string;
  status?: RunStatus;
  /** Created at or after, in milliseconds since 1970. */
  since?: number;
  /** Only runs older than this one: the id of the last run of the page before. */
  before?: string;
  /** At most so many. */
  limit?: number;
}

/** The runs of a ledger. */
export interface RunStore {
  /** A new run with the status `running`. */
  createRun(run: NewRun): Promise<Run>;
  /**
   * The run meant by a whole id, by the beginning of one if only one run begins so, or by `latest`. Case does not matter.
   *
   * @throws SteadfastError `run-not-found` or `run-ambiguous` (naming the candidates).
   * @example
   * const run = await ledger.findRun("latest", { kind: "bench" });
   */
  findRun(reference: string, filter?: Pick<RunFilter, "kind" | "status">): Promise<Run>;
  /** @throws SteadfastError `run-not-found`. */
  updateRun(id: string, changes: RunChanges): Promise<Run>;
  /** Newest first. */
  listRuns(filter?: RunFilter): AsyncIterable<Run>;
  /** Removes a run with all its records, metrics, work and notes of artifacts; files stay. False if there was none. */
  deleteRun(id: string): Promise<boolean>;
}
