/** Margins from which on a class begins; below the first one is a class of its own. */
const bounds: readonly number[] = [1 / 4, 1 / 2, 1, 2, 4, 8];
/** Of each class: what the lab's pair comes to. */
const usual: readonly number[] = [0.4, 0.5, 0.55, 0.7, 0.87, 0.96, 0.99];
/** The usual counts as so many tokens seen. */
const usualWeight = 4;
/** No token seen weighs less than this, so that what is long past is forgotten. */
const leastWeight = 0.02;

/**
 * The share of drafted tokens that are written, by the margin with which they were drawn: under common noise a teacher whose logits
 * differ by less draws the same. Margins of numbers that are given are probabilities, and tell little until they are learnt.
 */
export class HeldShares {
  readonly #classes: { share: number; seen: number }[] = usual.map((share) => ({ share, seen: usualWeight }));

  of(margin: number): number {
    return this.#classOf(margin).share;
  }

  saw(margin: number, held: boolean): void {
    const found = this.#classOf(margin);
    found.seen += 1;
    found.share += Math.max(leastWeight, 1 / found.seen) * ((held ? 1 : 0) - found.share);
  }

  #classOf(margin: number): { share: number; seen: number } {
    const next = bounds.findIndex((bound) => margin < bound);
    return this.#classes[next < 0 ? bounds.length : next]!;
  }
}
