import { type TensorValue, tensorValue } from "../../graph/index.ts";

/**
 * A float32 array [rows, heads, total, width] whose rows come and go and whose total grows: keys or values of a batch.
 * Places that were never written are 0.
 */
export class RowTensor {
  readonly heads: number;
  readonly width: number;
  #rows: number;
  #total: number;
  #data: Float32Array;

  constructor({ rows, heads, total, width, data }: { rows: number; heads: number; total: number; width: number; data?: Float32Array }) {
    this.heads = heads;
    this.width = width;
    this.#rows = rows;
    this.#total = total;
    this.#data = data ?? new Float32Array(rows * heads * total * width);
  }

  get total(): number {
    return this.#total;
  }

  /** The array itself, not a copy. */
  value(): TensorValue {
    return tensorValue("float32", [this.#rows, this.heads, this.#total, this.width], this.#data);
  }

  /** Makes room for at least `total` places. */
  grow(total: number): void {
    if (total > this.#total) this.#rearrange(Array.from({ length: this.#rows }, (_, row) => [this, row] as const), total);
  }

  /** Keeps the rows of these indices, in this order. */
  keep(rows: readonly number[]): void {
    this.#rearrange(rows.map((row) => [this, row] as const), this.#total);
  }

  /** Adds the rows of another behind its own; the shorter total of both grows to the longer. */
  append(other: RowTensor): void {
    const own = Array.from({ length: this.#rows }, (_, row) => [this, row] as const);
    const added = Array.from({ length: other.#rows }, (_, row) => [other, row] as const);
    this.#rearrange([...own, ...added], Math.max(this.#total, other.#total));
  }

  #rearrange(sources: readonly (readonly [RowTensor, number])[], total: number): void {
    const { heads, width } = this;
    const target = new Float32Array(sources.length * heads * total * width);
    for (const [place, [source, row]] of sources.entries()) {
      const length = Math.min(source.#total, total) * width;
      for (let head = 0; head < heads; head += 1) {
        const from = (row * heads + head) * source.#total * width;
        target.set(source.#data.subarray(from, from + length), (place * heads + head) * total * width);
      }
    }
    this.#data = target;
    this.#rows = sources.length;
    this.#total = total;
  }
}
