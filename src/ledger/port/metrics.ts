/** One value of a named series. */
export interface MetricPoint {
  name: string;
  /** A whole number ≥ 0. */
  step: number;
  /** Any number; NaN and infinities are kept, for they are what a diverging run reports. */
  value: number;
}

/** A point as it is stored. */
export interface StoredMetricPoint extends MetricPoint {
  /** When it was reported, in milliseconds since 1970. */
  reportedAt: number;
}

/** A series in short. `minimum` and `maximum` leave out NaN, and are null where nothing else is there. */
export interface MetricSummary {
  name: string;
  count: number;
  firstStep: number;
  lastStep: number;
  lastValue: number;
  minimum: number | null;
  maximum: number | null;
}

/** @see MetricStore.streamMetrics */
export interface MetricFilter {
  name?: string;
  /** The first step wanted. */
  fromStep?: number;
  /** The last step wanted. */
  toStep?: number;
}

/** The metrics of a ledger. */
export interface MetricStore {
  /**
   * Writes points in one transaction. A step that was reported before is replaced: a run that resumes from its last
   * checkpoint reports some steps again.
   *
   * @throws SteadfastError `run-not-found`, or `metric-step` for a step that is no whole number.
   */
  putMetrics(run: string, points: readonly MetricPoint[]): Promise<void>;
  /** Points by name, then by step. */
  streamMetrics(run: string, filter?: MetricFilter): AsyncIterable<StoredMetricPoint>;
  /** Every series of a run in short, by name. */
  summarizeMetrics(run: string): Promise<readonly MetricSummary[]>;
}
