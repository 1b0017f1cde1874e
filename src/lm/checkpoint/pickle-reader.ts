import { damaged } from "./failure.ts";

/** The arguments of a pickle's instructions, read one after the other. */
export class PickleReader {
  readonly #file: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #position = 0;

  constructor(file: string, bytes: Uint8Array) {
    this.#file = file;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Of the next byte. */
  get position(): number {
    return this.#position;
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  unsigned16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  unsigned32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  signed32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  /** A length; one that is no exact number is longer than any file too. */
  unsigned64(): number {
    return Number(this.#view.getBigUint64(this.#advance(8), true));
  }

  /** The only number in a pickle that is big-endian. */
  double(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  /** Two's complement, little-endian, of any length. A number where that is exact. */
  integer(length: number): number | bigint {
    const start = this.#advance(length);
    let value = 0n;
    for (let index = length - 1; index >= 0; index--) value = (value << 8n) | BigInt(this.#bytes[start + index]!);
    const signed = BigInt.asIntN(length * 8, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  text(length: number): string {
    const start = this.#advance(length);
    return this.#decode(start, start + length);
  }

  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.#position);
    if (end === -1) throw damaged(this.#file, "its pickle is cut off");
    const start = this.#advance(end + 1 - this.#position);
    return this.#decode(start, end);
  }

  #decode(start: number, end: number): string {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.#bytes.subarray(start, end));
    } catch (cause) {
      throw damaged(this.#file, `its pickle has a text at byte ${start} that is not UTF-8`, cause);
    }
  }

  #advance(length: number): number {
    const start = this.#position;
    if (length > this.#bytes.length - start) throw damaged(this.#file, "its pickle is cut off");
    this.#position += length;
    return start;
  }
}
