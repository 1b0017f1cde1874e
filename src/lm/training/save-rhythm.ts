/** A state takes at most this share of the time. */
const share = 0.02;

/**
 * When to keep a state: after some minutes and at the ends of epochs, but never so often that it costs more than 2% of the time.
 *
 * @example
 * const rhythm = new SaveRhythm({ minutes: 10 });
 * if (rhythm.due(false)) await rhythm.measure(save);
 */
export class SaveRhythm {
  readonly #interval: number;
  readonly #now: () => number;
  #last: number;
  #cost = 0;

  /** @param now in seconds. */
  constructor({ minutes, now = () => performance.now() / 1000 }: { minutes: number; now?: () => number }) {
    this.#interval = minutes * 60;
    this.#now = now;
    this.#last = now();
  }

  due(atEpochEnd: boolean): boolean {
    if (this.#interval === 0) return true;
    const elapsed = this.#now() - this.#last;
    return elapsed * share >= this.#cost && (atEpochEnd || elapsed >= this.#interval);
  }

  async measure(save: () => Promise<void>): Promise<void> {
    const begun = this.#now();
    await save();
    this.#last = this.#now();
    this.#cost = this.#last - begun;
  }
}
