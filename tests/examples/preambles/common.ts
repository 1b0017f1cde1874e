import type { EventSink } from "../../../src/base/index.ts";

/** Whoever listens. */
export const sink: EventSink = () => {};
/** Never aborted. */
export const signal: AbortSignal = new AbortController().signal;
