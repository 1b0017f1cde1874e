/** How fast a task goes and how long it will still take; null while that cannot be known. */
export interface Estimate {
  perSecond: number | null;
  secondsLeft: number | null;
}

const windowSeconds = 30;

/**
 * Estimates from the last half minute only, so that a slow start or a long wait is soon forgotten. What was already done
 * at the first observation (a resumed run) does not count as speed.
 */
export class ProgressEstimate {
  readonly #observations: { at: number; done: number }[] = [];

  /** `at` in seconds, on any clock that only goes forward. */
  observe(at: number, done: number): void {
    const observations = this.#observations;
    const last = observations.at(-1);
    // A task that starts over starts its estimate over.
    if (last !== undefined && done < last.done) observations.length = 0;
    // At most about a hundred observations stay, however often a room reports.
    if (observations.length > 1 && at - observations.at(-2)!.at < windowSeconds / 100) observations.pop();
    observations.push({ at, done });
    while (observations.length > 2 && observations[1]!.at <= at - windowSeconds) observations.shift();
  }

  estimate(at: number, total: number | null): Estimate {
    const first = this.#observations[0];
    const last = this.#observations.at(-1);
    if (first === undefined || last === undefined) return { perSecond: null, secondsLeft: null };
    const elapsed = at - first.at;
    const perSecond = last.done > first.done && elapsed > 0.2 ? (last.done - first.done) / elapsed : null;
    const left = total === null ? null : total - last.done;
    return { perSecond, secondsLeft: left === 0 ? 0 : perSecond === null || left === null ? null : left / perSecond };
  }
}
