import { ChatFailure } from "../port/chat-failure.ts";

const firstDelay = 500;
const longestDelay = 60_000;

/** Milliseconds before the try after `failures` failures: doubled each time, and spread over the upper half by `random` in [0, 1). */
export function backoff(failures: number, random: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** (failures - 1)) * (0.5 + random / 2);
}

/** @see decideRetry */
export interface RetryQuestion {
  readonly error: unknown;
  /** This one included. */
  readonly failures: number;
  readonly maxRetries: number;
  /** The longest delay of a provider's that is waited for. */
  readonly maximumWaitMilliseconds: number;
  readonly random: number;
}

/** Milliseconds to wait before another try; null where there is to be none. */
export function decideRetry({ error, failures, maxRetries, maximumWaitMilliseconds, random }: RetryQuestion): number | null {
  if (!(error instanceof ChatFailure) || error.retry === "never") return null;
  if (failures > Math.min(maxRetries, error.retry === "once" ? 1 : Infinity)) return null;
  const asked = error.delayMilliseconds;
  // "At once" is no advice for a call that has just failed.
  if (asked === undefined || asked === 0) return backoff(failures, random);
  return asked > maximumWaitMilliseconds ? null : asked;
}
