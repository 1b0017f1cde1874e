import { type EventSink, silent, SteadfastError } from "../../base/index.ts";
import { ChatFailure } from "../port/chat-failure.ts";
import type { ChatBackend, ChatRequest, ChatResponse } from "../port/chat-model.ts";
import { Budget, type Reservation } from "./budget.ts";
import { type Clock, systemClock } from "./clock.ts";
import { costAtMost, highestCost } from "./cost.ts";
import { Lane } from "./lane.ts";
import { decideRetry } from "./retry-decision.ts";
import { count, type Tally } from "./tally.ts";
import { withinTime } from "./within-time.ts";

/** @see createScheduler */
export interface SchedulerOptions {
  /** Tries after the first one, for failures that may pass; by default 6. 0 is none. */
  readonly maxRetries?: number;
  /** For each try; by default 300,000. Null is no limit. */
  readonly timeoutMilliseconds?: number | null;
  /** Calls at once that a lane begins with; by default 8. */
  readonly initialConcurrency?: number;
  /** Calls at once that a lane may grow to; by default 128. */
  readonly maximumConcurrency?: number;
  /** A provider that asks for a longer wait is not waited for; by default 600,000. */
  readonly maximumWaitMilliseconds?: number;
  /** US dollars for all calls together; by default there is none. */
  readonly budget?: number;
  /** Hears of waits. */
  readonly sink?: EventSink;
  readonly clock?: Clock;
  /** Numbers in [0, 1) that spread tries over time. */
  readonly random?: () => number;
}

/** One call for the scheduler. */
export interface ScheduledCall {
  readonly backend: ChatBackend;
  readonly request: ChatRequest;
  /** Whose account it is on: `target`, `judge`. */
  readonly role: string;
  readonly sink: EventSink;
  readonly signal: AbortSignal | undefined;
  readonly onTry?: () => void;
}

/** Makes the calls of all models that share it: when, how often, and for how much money. */
export interface Scheduler {
  /** @throws SteadfastError `price-unknown` where there is a budget and the model has no price */
  check(backend: ChatBackend): void;
  /** @throws what the backend throws after its last try; ChatFailure `timed-out`, `budget-exceeded`; the signal's reason */
  call(call: ScheduledCall): Promise<ChatResponse>;
  /** What was used so far, by role. */
  tallies(): Readonly<Record<string, Tally>>;
  /** US dollars that the budget counts as spent, with the most that failed calls may have cost. */
  spent(): number;
}

/** A lane, and until when a wait of it has been told. */
interface LaneState {
  readonly lane: Lane;
  announcedUntil: number;
}

/**
 * The one place where calls wait, are tried again and are stopped. Models that are opened with one scheduler share its budget, and
 * those of one lane its limits.
 *
 * @throws SteadfastError `scheduler-options`, `budget-wrong`
 * @example
 * const scheduler = createScheduler({ budget: 2, sink });
 * const target = await openChatModel("openai:gpt-5-mini", { scheduler, role: "target" });
 * const judge = await openChatModel("openai:gpt-4o", { scheduler, role: "judge" });
 */
export function createScheduler(options: SchedulerOptions = {}): Scheduler {
  const { maxRetries = 6, timeoutMilliseconds = 300_000, initialConcurrency = 8, maximumConcurrency = 128, maximumWaitMilliseconds = 600_000, sink = silent, clock = systemClock, random = Math.random } = options;
  checkWhole("maxRetries", maxRetries, 0);
  checkWhole("initialConcurrency", initialConcurrency, 1);
  checkWhole("maximumConcurrency", maximumConcurrency, 1);
  checkWhole("maximumWaitMilliseconds", maximumWaitMilliseconds, 0);
  if (timeoutMilliseconds !== null) checkWhole("timeoutMilliseconds", timeoutMilliseconds, 1);
  const budget = options.budget === undefined ? undefined : new Budget(options.budget);
  const lanes = new Map<string, LaneState>();
  const tallies = new Map<string, Tally>();

  const laneOf = ({ lane: name, limits = {} }: ChatBackend): LaneState => {
    let found = lanes.get(name);
    if (found === undefined) {
      const lane = new Lane({ clock, initial: limits.initialConcurrency ?? initialConcurrency, maximum: limits.maximumConcurrency ?? maximumConcurrency });
      found = { lane, announcedUntil: -Infinity };
      lanes.set(name, found);
    }
    return found;
  };

  const check = ({ price, provider }: ChatBackend): void => {
    if (budget === undefined || price !== null) return;
    throw new SteadfastError({ code: "price-unknown", sentence: `The price of this model of ${provider} is not known, so a budget cannot be kept.`, hint: "Give its price, or no budget." });
  };

  const attempt = async ({ backend, request, sink, signal, onTry }: ScheduledCall): Promise<ChatResponse> => {
    const limit = backend.limits?.timeoutMilliseconds === undefined ? timeoutMilliseconds : backend.limits.timeoutMilliseconds;
    const highest = budget === undefined ? 0 : highestCost(request, backend.price!);
    const reservation: Reservation | undefined = await budget?.reserve(highest, signal);
    // Until it is known that nothing was done, the whole price counts.
    let cost = highest;
    try {
      onTry?.();
      const response = await withinTime((inner) => backend.ask(request, { signal: inner, sink }), { clock, timeoutMilliseconds: limit, signal, late: () => timedOut(backend.provider, limit!) });
      if (response.usage !== null && backend.price !== null) cost = costAtMost(response.usage, backend.price);
      return response;
    } catch (error) {
      const wasEnded = signal?.aborted === true;
      if (!wasEnded && error instanceof SteadfastError && !(error instanceof ChatFailure && error.billed)) cost = 0;
      throw error;
    } finally {
      reservation?.settle(cost);
    }
  };

  const announce = (state: LaneState, provider: string, delay: number, error: ChatFailure): void => {
    const now = clock.now();
    if (delay < 1000 || now < state.announcedUntil) return;
    state.announcedUntil = now + delay;
    sink({ type: "message", level: "info", text: `Waiting ${Math.ceil(delay / 1000)} s for ${provider}: ${error.message}` });
  };

  return {
    check,
    call: async (call) => {
      const { backend, signal } = call;
      check(backend);
      const state = laneOf(backend);
      for (let failures = 1; ; failures += 1) {
        const slot = await state.lane.enter(signal);
        let outcome: "answered" | "slowed" | "failed" = "failed";
        let delay: number | null;
        try {
          const response = await attempt(call);
          outcome = "answered";
          tallies.set(call.role, count(tallies.get(call.role), response.usage, backend.price));
          return response;
        } catch (error) {
          if (!(error instanceof ChatFailure)) throw error;
          delay = decideRetry({ error, failures, maxRetries, maximumWaitMilliseconds, random: random() });
          if (error.slows) {
            outcome = "slowed";
            const asked = error.delayMilliseconds ?? 0;
            state.lane.pause(delay ?? (asked <= maximumWaitMilliseconds ? asked : 0));
          }
          if (delay === null) throw error;
          announce(state, backend.provider, delay, error);
        } finally {
          slot.release(outcome);
        }
        await clock.wait(delay, signal);
      }
    },
    tallies: () => Object.fromEntries(tallies),
    spent: () => budget?.spent ?? 0,
  };
}

function checkWhole(name: string, value: number, minimum: number): void {
  if (!Number.isSafeInteger(value) || value < minimum) throw new SteadfastError({ code: "scheduler-options", sentence: `${name} is a whole number of at least ${minimum}, not ${value}.` });
}

function timedOut(provider: string, milliseconds: number): ChatFailure {
  return new ChatFailure({ code: "timed-out", sentence: `${provider} has not answered within ${milliseconds / 1000} s.`, hint: "Allow more time, or fewer tokens." });
}
