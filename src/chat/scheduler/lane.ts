import { type Limit, cut, grow } from "./limiter.ts";
import type { Clock } from "./clock.ts";

/** A place among the calls under way. */
export interface Slot {
  /** Gives the place back. `slowed`: the provider asked for fewer calls, or answered. */
  release(outcome: "answered" | "slowed" | "failed"): void;
}

interface Waiter {
  admit(): void;
}

/** The calls of one provider, address, key and model: how many at once, and whether any may start now. */
export class Lane {
  readonly #clock: Clock;
  readonly #maximum: number;
  readonly #waiters = new Set<Waiter>();
  #limit: Limit;
  #underWay = 0;
  #pausedUntil = -Infinity;
  #waking: AbortController | undefined;

  constructor({ clock, initial, maximum }: { clock: Clock; initial: number; maximum: number }) {
    this.#clock = clock;
    this.#maximum = maximum;
    this.#limit = { value: Math.min(initial, maximum), cuts: 0 };
  }

  get limit(): number {
    return Math.floor(this.#limit.value);
  }

  /** Waits for a place, first come, first served. Rejects with the signal's reason. */
  async enter(signal: AbortSignal | undefined): Promise<Slot> {
    signal?.throwIfAborted();
    const now = this.#clock.now();
    if (this.#waiters.size > 0 || !this.#hasRoom(now)) {
      await new Promise<void>((resolve, reject) => {
        const leave = (): void => {
          this.#waiters.delete(waiter);
          // A timer that nobody waits for would keep the process alive.
          if (this.#waiters.size === 0) this.#waking?.abort();
          reject(signal!.reason);
        };
        const waiter: Waiter = {
          admit: () => {
            signal?.removeEventListener("abort", leave);
            resolve();
          },
        };
        signal?.addEventListener("abort", leave, { once: true });
        this.#waiters.add(waiter);
        this.#wakeAfterPause(now);
      });
    } else {
      this.#underWay += 1;
    }
    return this.#slot();
  }

  /** Lets no call start for so long. True where that is longer than it was to be anyway. */
  pause(milliseconds: number): boolean {
    const until = this.#clock.now() + milliseconds;
    if (until <= this.#pausedUntil) return false;
    this.#pausedUntil = until;
    return true;
  }

  #hasRoom(now: number): boolean {
    return this.#underWay < this.limit && now >= this.#pausedUntil;
  }

  #slot(): Slot {
    const startedAtCuts = this.#limit.cuts;
    return {
      release: (outcome) => {
        const wasFull = this.#underWay >= this.limit;
        this.#underWay -= 1;
        // A lane that is not used to its limit learns nothing about it.
        if (outcome === "answered" && wasFull && startedAtCuts === this.#limit.cuts) this.#limit = grow(this.#limit, this.#maximum);
        if (outcome === "slowed") this.#limit = cut(this.#limit, startedAtCuts);
        this.#admit();
      },
    };
  }

  // One moment for all that follows: a pause that ended between two looks at the clock would have nobody to end it.
  #admit(now: number = this.#clock.now()): void {
    for (const waiter of this.#waiters) {
      if (!this.#hasRoom(now)) break;
      this.#waiters.delete(waiter);
      this.#underWay += 1;
      waiter.admit();
    }
    this.#wakeAfterPause(now);
  }

  #wakeAfterPause(now: number): void {
    const left = this.#pausedUntil - now;
    if (this.#waking !== undefined || this.#waiters.size === 0 || left <= 0) return;
    const waking = new AbortController();
    this.#waking = waking;
    const wake = (): void => {
      this.#waking = undefined;
      this.#admit();
    };
    this.#clock.wait(left, waking.signal).then(wake, wake);
  }
}
