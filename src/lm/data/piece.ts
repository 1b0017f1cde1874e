import { TextDecoder } from "node:util";

/** What should be one JSON value, or why it cannot be read. */
export type Piece = { readonly line: number; readonly text: string } | { readonly line: number; readonly reason: string };

/** Cuts a file's bytes, which come in any portions, into pieces. */
export interface Splitter {
  push(bytes: Buffer): Piece[];
  /** What is left at the end of the file. */
  end(): Piece[];
}

/** A longer piece is not held in memory; its line is reported. */
export const maximumPieceBytes: number = 64 * 2 ** 20;

/** Gathers the bytes of one piece, up to the limit. */
export class PieceBytes {
  readonly #limit: number;
  // A byte order mark is dropped wherever a piece begins with one, for files that were joined keep theirs.
  readonly #decoder: TextDecoder = new TextDecoder("utf-8", { fatal: true });
  #parts: Buffer[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  add(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length <= this.#limit) this.#parts.push(bytes);
    else this.#parts = [];
  }

  /** The piece, unless it is blank; the next one begins. */
  take(line: number): Piece[] {
    const parts = this.#parts;
    const length = this.#length;
    this.#parts = [];
    this.#length = 0;
    if (length > this.#limit) return [{ line, reason: `it is longer than ${this.#limit / 2 ** 20} MB` }];
    try {
      const text = this.#decoder.decode(parts.length === 1 ? parts[0]! : Buffer.concat(parts));
      return text.trim() === "" ? [] : [{ line, text }];
    } catch {
      return [{ line, reason: "it is not valid UTF-8" }];
    }
  }
}
