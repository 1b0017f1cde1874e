import { setTimeout as wait } from "node:timers/promises";
import { Interrupted } from "./hub-failures.ts";

/** How patient the hub is dealt with; times in milliseconds. */
export interface Pace {
  /** Tries in a row that may fail without anything having come. */
  readonly attempts: number;
  /** The wait after the first failure, at most; each later one is twice as long. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** How long a server that says when to come back (`Retry-After`) is waited for, at most. */
  readonly longestRetryAfter: number;
  /** How long no byte may come before the connection is given up. */
  readonly stall: number;
}

export const patient: Pace = { attempts: 6, firstWait: 500, longestWait: 30_000, longestRetryAfter: 300_000, stall: 60_000 };

/** Does some work again after interruptions, with waits that grow and vary. `progressed` tells whether the last try brought something. */
export async function withRetries<Result>(options: {
  pace: Pace;
  signal: AbortSignal | undefined;
  work: () => Promise<Result>;
  progressed?: () => boolean;
  retryable?: (interrupted: Interrupted) => boolean;
}): Promise<Result> {
  const { pace, signal, work, progressed = () => false, retryable = () => true } = options;
  for (let failures = 0; ; ) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Interrupted) || !retryable(error)) throw error;
      failures = progressed() ? 1 : failures + 1;
      const after = error.retryAfter ?? 0;
      if (failures >= pace.attempts || (error.hopeless && failures > 1) || after > pace.longestRetryAfter) throw error;
      const backoff = Math.min(pace.longestWait, pace.firstWait * 2 ** (failures - 1));
      await sleep(after + backoff * (0.5 + Math.random() / 2), signal);
    }
  }
}

async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
