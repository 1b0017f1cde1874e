import { SteadfastError } from "../../base/index.ts";
import { ChatFailure } from "../port/chat-failure.ts";

/** Room for sums of many small floating-point costs. */
const tolerance = 1e-9;

/** Money that is spent, and money that calls under way may still cost. */
export class Budget {
  readonly #limit: number;
  #spent = 0;
  #reserved = 0;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  /** @throws SteadfastError `budget-wrong` */
  constructor(limit: number) {
    if (!(limit >= 0)) throw new SteadfastError({ code: "budget-wrong", sentence: `A budget is a number of US dollars of at least 0, not ${limit}.` });
    this.#limit = limit;
  }

  /** US dollars, what a failed call may have cost included. */
  get spent(): number {
    return this.#spent;
  }

  /**
   * Takes the most that a call may cost out of what is left. Waits where that depends on what calls under way turn out to cost.
   *
   * @throws ChatFailure `budget-exceeded`; the signal's reason
   */
  async reserve(highest: number, signal: AbortSignal | undefined): Promise<Reservation> {
    for (;;) {
      signal?.throwIfAborted();
      if (this.#spent + this.#reserved + highest <= this.#limit + tolerance) break;
      if (this.#spent + highest > this.#limit + tolerance) throw exceeded(this.#limit, this.#spent, highest);
      await this.#change(signal);
    }
    this.#reserved += highest;
    this.#underWay += 1;
    return {
      settle: (cost) => {
        this.#underWay -= 1;
        // What rounding leaves behind must not keep anybody waiting once nothing is under way.
        this.#reserved = this.#underWay === 0 ? 0 : this.#reserved - highest;
        this.#spent += cost;
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const wake of waiting) wake();
      },
    };
  }

  async #change(signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    this.#waiting.push(wake);
    signal?.addEventListener("abort", wake, { once: true });
    await promise;
    signal?.removeEventListener("abort", wake);
  }
}

/** Money set apart for one call. */
export interface Reservation {
  /** Gives back what the call did not cost. */
  settle(cost: number): void;
}

function exceeded(limit: number, spent: number, highest: number): ChatFailure {
  return new ChatFailure({
    code: "budget-exceeded",
    sentence: `The next call may cost up to ${dollars(highest)}, and of the budget of ${dollars(limit)} ${dollars(Math.max(0, limit - spent))} is left.`,
    hint: "Raise the budget and run the same command again; what is answered is kept.",
  });
}

const dollars = (value: number): string => `$${value >= 1 ? value.toFixed(2) : Number(value.toPrecision(3))}`;
