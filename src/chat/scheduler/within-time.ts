import type { Clock } from "./clock.ts";

/** @see withinTime */
export interface TimeLimits {
  readonly clock: Clock;
  /** Null is no limit. */
  readonly timeoutMilliseconds: number | null;
  readonly signal: AbortSignal | undefined;
  /** What is thrown when the time is over. */
  readonly late: () => Error;
}

/** Ends work when its time is over or the signal is aborted, at once, whether or not the work itself listens. */
export function withinTime<Value>(work: (signal: AbortSignal) => Promise<Value>, { clock, timeoutMilliseconds, signal, late }: TimeLimits): Promise<Value> {
  if (signal?.aborted === true) return Promise.reject(signal.reason);
  const inner = new AbortController();
  const timer = new AbortController();
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      timer.abort();
      signal?.removeEventListener("abort", cancel);
    };
    const give = (reason: unknown): void => {
      finish();
      reject(reason);
      inner.abort(reason);
    };
    const cancel = (): void => give(signal!.reason);
    signal?.addEventListener("abort", cancel, { once: true });
    if (timeoutMilliseconds !== null) clock.wait(timeoutMilliseconds, timer.signal).then(() => give(late()), () => {});
    const run = async (): Promise<void> => {
      try {
        const value = await work(inner.signal);
        finish();
        resolve(value);
      } catch (error) {
        finish();
        reject(error);
      }
    };
    void run();
  });
}
