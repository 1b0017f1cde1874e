import { SteadfastError } from "../../base/index.ts";
import { type TensorValue, tensorValue } from "../../graph/index.ts";
import type { CrossInputs, KeyValues } from "../model/cached-model.ts";
import type { InferenceSession } from "./inference-session.ts";
import { RowTensor } from "./row-tensor.ts";

/** Caches grow by this many tokens. */
const growth = 64;

/** What comes next in each row, and where logits are asked for. */
export interface Block {
  /** The row's new tokens; none is allowed. */
  readonly ids: ArrayLike<number>;
  /** Places in the block whose logits are wanted, in order. */
  readonly wanted: readonly number[];
}

/**
 * A batch of growing sequences on one model, with their keys and values. Rows have lengths of their own: each `extend` adds
 * a block of any length to each row; rows are cut back, leave and join.
 *
 * @example
 * const batch = await RowBatch.start(session, 2);
 * const logits = await batch.extend([{ ids: [5, 6, 7], wanted: [2] }, { ids: [9], wanted: [0] }]);
 * logits.shape; // [2, …]
 */
export class RowBatch {
  readonly #session: InferenceSession;
  readonly #cacheBytes: number;
  readonly #cache: KeyValues<RowTensor>[];
  #cross: { keyValues: KeyValues<RowTensor>[]; lengths: number[] } | undefined;
  #lengths: number[];

  private constructor(session: InferenceSession, cacheBytes: number, rows: number) {
    this.#session = session;
    this.#cacheBytes = cacheBytes;
    this.#lengths = new Array<number>(rows).fill(0);
    const empty = (heads: number, width: number): RowTensor => new RowTensor({ rows, heads, total: 1, width });
    this.#cache = session.model.architecture.decoder.layers.map(({ selfAttention: { keyValueHeads, headWidth } }) => ({ key: empty(keyValueHeads, headWidth), value: empty(keyValueHeads, headWidth) }));
  }

  /**
   * Empty rows. Of an encoder–decoder each row needs the encoder's ids.
   *
   * @param cacheBytes what keys and values may take; more is refused
   */
  static async start(session: InferenceSession, rows: number, { cacheBytes = Number.POSITIVE_INFINITY, encoderIds }: { cacheBytes?: number; encoderIds?: readonly ArrayLike<number>[] } = {}): Promise<RowBatch> {
    const batch = new RowBatch(session, cacheBytes, rows);
    if (session.encode !== undefined) {
      if (encoderIds?.length !== rows || encoderIds.some((ids) => ids.length === 0)) throw new SteadfastError({ code: "encoder-ids-missing", kind: "bug", sentence: "An encoder–decoder needs at least one encoder id for each row." });
      await batch.#encode(encoderIds);
    }
    return batch;
  }

  get rows(): number {
    return this.#lengths.length;
  }

  /** How many tokens each row holds. */
  get lengths(): readonly number[] {
    return this.#lengths;
  }

  /** Adds a block to each row. Logits [all wanted, vocabulary], row after row. */
  async extend(blocks: readonly Block[]): Promise<TensorValue> {
    const rows = this.rows;
    const sequence = Math.max(1, ...blocks.map(({ ids }) => ids.length));
    const ids = new Int32Array(rows * sequence);
    const positions = new Int32Array(rows * sequence);
    const wanted: number[] = [];
    for (const [row, block] of blocks.entries()) {
      for (let place = 0; place < sequence; place += 1) {
        ids[row * sequence + place] = block.ids[place] ?? 0;
        positions[row * sequence + place] = this.#lengths[row]! + place;
      }
      for (const place of block.wanted) wanted.push(row * sequence + place);
    }
    this.#checkContext(blocks);
    this.#reserve(Math.max(...blocks.map((block, row) => this.#lengths[row]! + block.ids.length)));
    const { logits, added } = await this.#session.run({
      ids: tensorValue("int32", [rows, sequence], ids),
      positions: tensorValue("int32", [rows, sequence], positions),
      places: placesUpTo(this.#cache[0]!.key.total),
      wanted: tensorValue("int32", [wanted.length], wanted),
      cache: this.#cache.map(valuesOf),
      ...(this.#cross === undefined ? {} : { cross: this.#crossInputs() }),
    });
    for (const [layer, { key, value }] of added.entries()) {
      const cache = this.#cache[layer]!;
      for (const [row, block] of blocks.entries()) {
        cache.key.write(row, this.#lengths[row]!, key, block.ids.length);
        cache.value.write(row, this.#lengths[row]!, value, block.ids.length);
      }
    }
    this.#lengths = this.#lengths.map((length, row) => length + blocks[row]!.ids.length);
    return logits;
  }

  /** Forgets what a row holds behind its first `length` tokens. */
  truncate(row: number, length: number): void {
    if (!(Number.isInteger(length) && length >= 0 && length <= this.#lengths[row]!)) throw new SteadfastError({ code: "row-length", kind: "bug", sentence: `Row ${row} of ${this.#lengths[row]} tokens cannot be cut to ${length}.` });
    this.#lengths[row] = length;
  }

  /** Keeps the rows of these indices, in this order. */
  keep(rows: readonly number[]): void {
    for (const tensor of this.#tensors()) tensor.keep(rows);
    this.#lengths = rows.map((row) => this.#lengths[row]!);
    if (this.#cross !== undefined) this.#cross.lengths = rows.map((row) => this.#cross!.lengths[row]!);
  }

  /** Adds the rows of another batch of the same model behind its own. */
  append(other: RowBatch): void {
    const [own, added] = [this.#tensors(), other.#tensors()];
    for (const [index, tensor] of own.entries()) tensor.append(added[index]!);
    this.#lengths = [...this.#lengths, ...other.#lengths];
    if (this.#cross !== undefined) this.#cross.lengths = [...this.#cross.lengths, ...other.#cross!.lengths];
  }

  #tensors(): RowTensor[] {
    return [...this.#cache, ...(this.#cross?.keyValues ?? [])].flatMap(({ key, value }) => [key, value]);
  }

  #checkContext(blocks: readonly Block[]): void {
    const { context } = this.#session.model.architecture;
    const row = context === undefined ? -1 : blocks.findIndex(({ ids }, index) => this.#lengths[index]! + ids.length > context);
    if (row < 0) return;
    throw new SteadfastError({
      code: "context-exceeded",
      sentence: `A text of ${this.#lengths[row]! + blocks[row]!.ids.length} tokens is longer than the ${context} that the model allows.`,
      hint: "Shorten the prompt or ask for fewer new tokens.",
    });
  }

  #reserve(tokens: number): void {
    const total = Math.ceil(tokens / growth) * growth;
    if (total <= this.#cache[0]!.key.total) return;
    const bytes = cacheBytesOf(this.#session, this.rows, total);
    if (bytes > this.#cacheBytes) throw cacheExceeded({ bytes, limit: this.#cacheBytes, rows: this.rows, tokens: total });
    for (const { key, value } of this.#cache) {
      key.grow(total);
      value.grow(total);
    }
  }

  async #encode(encoderIds: readonly ArrayLike<number>[]): Promise<void> {
    const encoded = Math.max(...encoderIds.map((ids) => ids.length));
    const padded = new Int32Array(encoderIds.length * encoded);
    for (const [row, ids] of encoderIds.entries()) padded.set(ids, row * encoded);
    const lengths = encoderIds.map((ids) => ids.length);
    const keyValues = await this.#session.encode!({ ids: tensorValue("int32", [encoderIds.length, encoded], padded), places: placesUpTo(encoded), lengths: tensorValue("int32", [lengths.length], lengths) });
    this.#cross = { keyValues: keyValues.map(({ key, value }) => ({ key: RowTensor.from(key), value: RowTensor.from(value) })), lengths };
  }

  #crossInputs(): CrossInputs<TensorValue> {
    const { keyValues, lengths } = this.#cross!;
    return { keyValues: keyValues.map(valuesOf), places: placesUpTo(keyValues[0]!.key.total), lengths: tensorValue("int32", [lengths.length], lengths) };
  }
}

/**
 * What the keys and values of a batch take in memory.
 *
 * @example
 * const bytes = cacheBytesOf(session, 8, 256);
 */
export function cacheBytesOf({ model: { architecture } }: InferenceSession, rows: number, tokens: number): number {
  const perToken = architecture.decoder.layers.reduce((sum, { selfAttention: { keyValueHeads, headWidth } }) => sum + 2 * keyValueHeads * headWidth, 0);
  return 4 * perToken * rows * tokens;
}

/** The refusal of a batch that would not fit. */
export function cacheExceeded({ bytes, limit, rows, tokens }: { bytes: number; limit: number; rows: number; tokens: number }): SteadfastError {
  const megabytes = (count: number): string => `${Math.ceil(count / 1e6)} MB`;
  return new SteadfastError({
    code: "cache-exceeded",
    sentence: `Keys and values of ${rows} rows of ${tokens} tokens would take ${megabytes(bytes)}, more than the ${megabytes(limit)} allowed.`,
    hint: "Generate fewer rows at once, shorten the texts, or allow the cache more memory.",
  });
}

function valuesOf({ key, value }: KeyValues<RowTensor>): KeyValues<TensorValue> {
  return { key: key.value(), value: value.value() };
}

function placesUpTo(count: number): TensorValue {
  return tensorValue("int32", [count], Int32Array.from({ length: count }, (_, place) => place));
}
