import { checkCount, checkFinite, invalid } from "../check.ts";
import { type Address, extend, type PathPart, root } from "./address.ts";
import { philox4x32 } from "./philox.ts";

/**
 * The stream of random numbers that (seed, path) names. Equal addresses give equal numbers on every machine;
 * different addresses give independent ones. Give each item, step or worker an address of its own and no
 * result depends on batch size or order of work.
 *
 * @throws SteadfastError `invalid-seed` unless the seed and every number of the path are safe integers.
 * @example
 * const random = randomStream(seed, "dropout", step, row);
 * const keep = random.uniform() < 0.9;
 */
export function randomStream(seed: number, ...path: readonly PathPart[]): RandomStream {
  return new RandomStream([seed, ...path].reduce<Address>(extend, root));
}

/**
 * Random numbers one after another, and by index.
 *
 * @see randomStream
 */
export class RandomStream {
  readonly #address: Address;
  readonly #block: Uint32Array = new Uint32Array(4);
  #nextBlock = 0;
  #lane = 4;

  constructor(address: Address) {
    this.#address = address;
  }

  /** The stream at a longer path: `randomStream(1, "a").child("b")` is `randomStream(1, "a", "b")`, whatever was drawn before. */
  child(...path: readonly PathPart[]): RandomStream {
    return new RandomStream(path.reduce<Address>(extend, this.#address));
  }

  /** The uniform number in [0, 1) at an index, without drawing: what the index-th `uniform()` of the untouched stream returns. */
  at(index: number): number {
    checkCount("An index into a random stream", index);
    const block = new Uint32Array(4);
    this.#fill(Math.floor(index / 2), block);
    const lane = (index % 2) * 2;
    return unitInterval(block[lane]!, block[lane + 1]!);
  }

  /** A whole number in [0, 2^32). */
  uint32(): number {
    if (this.#lane === 4) {
      this.#fill(this.#nextBlock++, this.#block);
      this.#lane = 0;
    }
    return this.#block[this.#lane++]!;
  }

  /** A number in [0, 1) with 53 random bits. */
  uniform(): number {
    const high = this.uint32();
    return unitInterval(high, this.uint32());
  }

  /**
   * A whole number in [0, below), each exactly as likely.
   *
   * @throws SteadfastError `invalid-statistic` unless `below` is a whole number in [1, 2^53).
   */
  integer(below: number): number {
    if (!Number.isSafeInteger(below) || below < 1) throw invalid(`A random integer needs a whole number of at least 1 to stay below, not ${below}.`);
    return below <= 2 ** 21 ? this.#smallInteger(below) : this.#largeInteger(below);
  }

  /** A standard normal number (Box & Muller 1958, its cosine half); always two uniforms. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** An exponential number with mean 1, greater than 0. */
  exponential(): number {
    return -Math.log1p(-(this.uniform() || 2 ** -54));
  }

  /** A standard Gumbel number: the index of the largest `logit + gumbel()` is a draw from the logits' softmax. */
  gumbel(): number {
    return -Math.log(this.exponential());
  }

  /** A copy in random order, each order as likely (Fisher & Yates). */
  shuffle<Item>(items: readonly Item[]): Item[] {
    return this.sample(items, items.length);
  }

  /**
   * `count` different items in random order, drawn without replacement.
   *
   * @throws SteadfastError `invalid-statistic` when there are fewer items.
   */
  sample<Item>(items: readonly Item[], count: number): Item[] {
    checkCount("A sample's size", count);
    if (count > items.length) throw invalid(`A sample of ${count} cannot be drawn from ${items.length} items.`);
    const pool = items.slice();
    for (let index = 0; index < count; index++) {
      const other = index + this.integer(pool.length - index);
      const item = pool[index]!;
      pool[index] = pool[other]!;
      pool[other] = item;
    }
    return pool.slice(0, count);
  }

  /**
   * One of the items.
   *
   * @throws SteadfastError `invalid-statistic` when there are none.
   */
  choice<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw invalid("There is nothing to choose from.");
    return items[this.integer(items.length)]!;
  }

  /**
   * An index with a probability in proportion to its weight.
   *
   * @throws SteadfastError `invalid-statistic` unless weights are finite, none is negative and one is positive.
   */
  weightedIndex(weights: ArrayLike<number>): number {
    let total = 0;
    let last = -1;
    for (let index = 0; index < weights.length; index++) {
      const weight = weights[index]!;
      checkFinite("A weight", weight);
      if (weight < 0) throw invalid(`A weight must not be negative, but number ${index} is ${weight}.`);
      if (weight > 0) last = index;
      total += weight;
    }
    if (last < 0) throw invalid("There is no weight above 0 to choose by.");
    let remaining = this.uniform() * total;
    for (let index = 0; index < last; index++) {
      remaining -= weights[index]!;
      if (remaining < 0) return index;
    }
    return last;
  }

  // Lemire, "Fast random integer generation in an interval", 2019; the product stays below 2^53, so doubles hold it.
  #smallInteger(below: number): number {
    for (;;) {
      const product = this.uint32() * below;
      const value = Math.floor(product * 2 ** -32);
      const low = product - value * 2 ** 32;
      if (low >= below || low >= 2 ** 32 % below) return value;
    }
  }

  #largeInteger(below: number): number {
    const limit = 2 ** 53 - (2 ** 53 % below);
    for (;;) {
      const value = this.uniform() * 2 ** 53;
      if (value < limit) return value % below;
    }
  }

  #fill(blockIndex: number, block: Uint32Array): void {
    const address = this.#address;
    philox4x32(blockIndex, Math.floor(blockIndex * 2 ** -32), address[2]!, address[3]!, address[0]!, address[1]!, block);
  }
}

function unitInterval(high: number, low: number): number {
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) * 2 ** -53;
}
