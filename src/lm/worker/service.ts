import type { EventSink } from "../../base/index.ts";

/** What a call brings along. */
export interface CallContext {
  readonly sink: EventSink;
  readonly signal: AbortSignal;
  /** Sends the caller something of the method's own, at once: a piece of text. */
  notify(notice: unknown): void;
}

/** One thing that can be asked of a worker. Inputs and outputs are copied between threads. */
export type Method = (input: never, context: CallContext) => Promise<unknown>;

/** A module for a worker exports `createService`, which is called once in the worker's thread. */
export interface ServiceModule {
  createService(): Readonly<Record<string, Method>>;
}
