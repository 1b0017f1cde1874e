import type { Piece, Splitter } from "./piece.ts";
import { readBytes } from "./read-bytes.ts";
import { arraySplitter } from "./split-array.ts";
import { lineSplitter } from "./split-lines.ts";

const blank = new Set([0x20, 0x09, 0x0a, 0x0d]);
const openingBracket = 0x5b;

/**
 * The JSON values of a file, one after another: its lines, or the elements of the list that it is. Which of the two
 * the first character decides, not the name, for both names are used for both.
 *
 * @throws SteadfastError `data-missing`, `data-unreadable` or `data-format`.
 * @example
 * for await (const piece of readPieces("data.jsonl")) console.log(piece.line, "text" in piece ? JSON.parse(piece.text) : piece.reason);
 */
export async function* readPieces(path: string): AsyncGenerator<Piece> {
  let splitter: Splitter | undefined;
  for await (const bytes of readBytes(path)) {
    splitter ??= bytes.find((byte) => !blank.has(byte)) === openingBracket ? arraySplitter() : lineSplitter();
    yield* splitter.push(bytes);
  }
  if (splitter !== undefined) yield* splitter.end();
}
