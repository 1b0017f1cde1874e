/** A record as token ids: the prompt's, then the response's, the end token last unless the response was cut. */
export interface Example {
  /** promptLength + responseLength ids. */
  readonly ids: Int32Array;
  /** At least 1: the first response token is predicted from something. */
  readonly promptLength: number;
  /** At least 1. */
  readonly responseLength: number;
  /** The line of its record. */
  readonly line: number;
}

/** A record, or an answer of it, that gave no example. */
export interface DroppedRecord {
  readonly line: number;
  /** A clause; equal causes have equal reasons. */
  readonly reason: string;
}
