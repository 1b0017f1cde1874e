import type { Clock } from "../scheduler/clock.ts";

/** A clock that jumps to the next moment somebody waits for, once nothing else is left to do. */
export interface VirtualClock extends Clock {
  /** Lets time pass until nobody waits, or the promise is settled. */
  run<Value>(until: Promise<Value>): Promise<Value>;
}

interface Waiter {
  readonly at: number;
  wake(): void;
}

/** Begins at 0. */
export function createVirtualClock(): VirtualClock {
  let now = 0;
  const waiters = new Set<Waiter>();
  return {
    now: () => now,
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const cancel = (): void => {
          waiters.delete(waiter);
          reject(signal!.reason);
        };
        const waiter: Waiter = {
          at: now + milliseconds,
          wake: () => {
            signal?.removeEventListener("abort", cancel);
            resolve();
          },
        };
        if (signal?.aborted === true) {
          reject(signal.reason);
          return;
        }
        signal?.addEventListener("abort", cancel, { once: true });
        waiters.add(waiter);
      }),
    run: async (until) => {
      let isOver = false;
      const over = (): void => {
        isOver = true;
      };
      until.then(over, over);
      for (;;) {
        await new Promise((resolve) => void setImmediate(resolve));
        if (isOver) return until;
        const next = [...waiters].reduce<Waiter | undefined>((first, each) => (first === undefined || each.at < first.at ? each : first), undefined);
        if (next === undefined) throw new Error("Nobody waits, and it is not over.");
        now = Math.max(now, next.at);
        waiters.delete(next);
        next.wake();
      }
    },
  };
}
