/** How many calls a lane may have under way. */
export interface Limit {
  /** Fractions gather until another whole call fits. */
  readonly value: number;
  /** Cuts so far: what was started before the last one says nothing about the limit that came of it. */
  readonly cuts: number;
}

/** One more call at once for each round of successes: additive increase. */
export function grow(limit: Limit, maximum: number): Limit {
  return { ...limit, value: Math.min(maximum, limit.value + 1 / Math.floor(limit.value)) };
}

/** Half as many, once for all calls that were under way together: multiplicative decrease. */
export function cut(limit: Limit, startedAtCuts: number): Limit {
  return startedAtCuts < limit.cuts ? limit : { value: Math.max(1, Math.floor(limit.value) / 2), cuts: limit.cuts + 1 };
}
