import type { Json } from "../../base/index.ts";

/** A row of a run: JSON under a kind and a key. */
export interface LedgerRecord {
  run: string;
  kind: string;
  /** Any string; often the content hash of what was asked, so that asking twice finds the first answer. */
  key: string;
  value: Json;
  /** Grows with every record written to the ledger; `after` of a stream. */
  sequence: number;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** @see RecordStore.putRecords */
export interface NewRecord {
  kind: string;
  key: string;
  value: Json;
}

/** @see RecordStore.streamRecords */
export interface RecordFilter {
  kind?: string;
  /** Only records with a greater `sequence`: what came since. */
  after?: number;
  /** At most so many. */
  limit?: number;
}

/** Where to look for records by key: in one run, or in all runs of the ledger where `run` is left out. */
export interface RecordScope {
  kind: string;
  run?: string;
}

/** The records of a ledger. */
export interface RecordStore {
  /**
   * Writes records in one transaction. The first value under (run, kind, key) stays for good, unless `replace` is
   * asked for: then the new value takes its place, at the end of the stream.
   *
   * @returns for each record, in order, whether it was new.
   * @throws SteadfastError `run-not-found`, or `not-json` for a value that JSON cannot hold; then nothing is written.
   * @example
   * const [isNew] = await ledger.putRecords(run.id, [{ kind: "generation", key: contentHash(request), value: response }]);
   */
  putRecords(run: string, records: readonly NewRecord[], options?: { replace?: boolean }): Promise<readonly boolean[]>;
  /** The record under a key; across runs the one written last. Null if there is none. */
  findRecord(scope: RecordScope, key: string): Promise<LedgerRecord | null>;
  /** The records under many keys, by key; keys without one are absent. Across runs the one written last. */
  findRecords(scope: RecordScope, keys: Iterable<string>): Promise<ReadonlyMap<string, LedgerRecord>>;
  /** Records in the order they were written, read page by page: what is written meanwhile may be among them. */
  streamRecords(run: string, filter?: RecordFilter): AsyncIterable<LedgerRecord>;
  /** How many records of each kind a run has, by kind. */
  countRecords(run: string): Promise<readonly { kind: string; count: number }[]>;
}
