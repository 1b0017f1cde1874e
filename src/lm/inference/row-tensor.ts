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

  static from({ shape, data }: TensorValue): RowTensor {
    const [rows, heads, total, width] = shape as [number, number, number, number];
    return new RowTensor({ rows, heads, total, width, data: data as Float32Array });
  }

  get total(): number {
    return this.#total;
  }

  /** The array itself, not a copy. */
  value(): TensorValue {
    return tensorValue("float32", [this.#rows, this.heads, this.#total, this.width], this.#data);
  }

  /** Writes the first `count` places of a row of `entries`, [rows, heads, sequence, width], from place `start` on. */
  write(row: number, start: number, entries: TensorValue, count: number): void {
    const sequence = entries.shape[2]!;
    for (let head = 0; head < this.heads; head += 1) {
      const from = (row * this.heads + head) * sequence * this.width;
      const to = ((row * this.heads + head) * this.#total + start) * this.width;
      this.#data.set((entries.data as Float32Array).subarray(from, from + count * this.width), to);
    }
  }

  /** Makes room for at least `total` places. */
  grow(total: number): void {
    if (total > this.#total) this.#rearrange(this.#ownRows(), total);
  }

  /** Keeps the rows of these indices, in this order. */
  keep(rows: readonly number[]): void {
    this.#rearrange(rows.map((row) => [this, row] as const), this.#total);
  }

  /** Adds the rows of another behind its own; the shorter total of both grows to the longer. */
  append(other: RowTensor): void {
    this.#rearrange([...this.#ownRows(), ...other.#ownRows()], Math.max(this.#total, other.#total));
  }

  #ownRows(): (readonly [RowTensor, number])[] {
    return Array.from({ length: this.#rows }, (_, row) => [this, row] as const);
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
