/**
 * Pairs of small whole numbers to a whole number, in flat memory: a vocabulary has hundreds of thousands, and they are looked
 * up for every character.
 */
export class PairTable {
  #left: Int32Array;
  #right: Int32Array;
  #value: Int32Array;
  #count = 0;

  constructor(expected = 16) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, expected * 2)));
    this.#left = new Int32Array(slots).fill(-1);
    this.#right = new Int32Array(slots);
    this.#value = new Int32Array(slots);
  }

  /** The value of the pair, −1 where there is none. */
  get(left: number, right: number): number {
    const slot = this.#slot(left, right);
    return this.#left[slot] === -1 ? -1 : this.#value[slot]!;
  }

  set(left: number, right: number, value: number): void {
    if ((this.#count + 1) * 2 > this.#left.length) this.#grow();
    const slot = this.#slot(left, right);
    if (this.#left[slot] === -1) this.#count += 1;
    this.#left[slot] = left;
    this.#right[slot] = right;
    this.#value[slot] = value;
  }

  #slot(left: number, right: number): number {
    const mask = this.#left.length - 1;
    let hash = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    while (this.#left[slot] !== -1 && (this.#left[slot] !== left || this.#right[slot] !== right)) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [left, right, value] = [this.#left, this.#right, this.#value];
    this.#left = new Int32Array(left.length * 2).fill(-1);
    this.#right = new Int32Array(left.length * 2);
    this.#value = new Int32Array(left.length * 2);
    this.#count = 0;
    for (let slot = 0; slot < left.length; slot++) {
      if (left[slot] !== -1) this.set(left[slot]!, right[slot]!, value[slot]!);
    }
  }
}
