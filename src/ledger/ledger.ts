import type { ArtifactStore } from "./port/artifacts.ts";
import type { MetricStore } from "./port/metrics.ts";
import type { RecordStore } from "./port/records.ts";
import type { RunStore } from "./port/runs.ts";
import type { WorkStore } from "./port/work.ts";

export type * from "./port/artifacts.ts";
export type * from "./port/metrics.ts";
export type * from "./port/records.ts";
export type * from "./port/runs.ts";
export type * from "./port/work.ts";

/**
 * What was run, what came back, what it cost. Any number of processes may use one ledger at a time.
 *
 * Every write is one transaction and durable once its promise is fulfilled; of a write that is rejected nothing is
 * kept. Strings of any kind come back as they were given, lone surrogates and NUL among them. Streams read page by
 * page: they hold neither a run in memory nor a transaction open, and may be left at any point.
 *
 * @example
 * const ledger = await openSqliteLedger();
 * const run = await ledger.createRun({ kind: "bench", options: { model: "lab:teacher" } });
 * await ledger.putRecords(run.id, [{ kind: "generation", key: "item-1", value: { text: "Paris." } }]);
 * await ledger.updateRun(run.id, { status: "done", summary: { accuracy: 0.6 } });
 * await ledger.close();
 */
export interface Ledger extends RunStore, RecordStore, MetricStore, ArtifactStore, WorkStore, AsyncDisposable {
  /** Where it is, for people: a file, or an address without its password. */
  readonly location: string;
  /** Waits for what is being written, then lets go. Calling it again does nothing. */
  close(): Promise<void>;
}
