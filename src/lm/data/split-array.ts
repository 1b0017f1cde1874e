import { maximumPieceBytes, PieceBytes, type Piece, type Splitter } from "./piece.ts";

const [quote, backslash, comma, lineFeed, listEnd] = [0x22, 0x5c, 0x2c, 0x0a, 0x5d];
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([listEnd, 0x7d]);
const blank = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * One piece for each element of a JSON list, which is never held as a whole. Only brackets and strings are followed;
 * whether an element is JSON is seen when it is parsed, so that one broken element does not cost the others.
 *
 * The first byte given that is not blank must be the opening bracket.
 */
export function arraySplitter(limit: number = maximumPieceBytes): Splitter {
  const current = new PieceBytes(limit);
  let place: "before" | "inside" | "after" | "refused" = "before";
  let line = 1;
  let elementLine = 1;
  let depth = 0;
  let inString = false;
  let escaped = false;

  return {
    push(bytes) {
      const pieces: Piece[] = [];
      // Where the current element goes on in these bytes; -1 between elements.
      let start = current.length > 0 ? 0 : -1;
      const take = (stop: number): void => {
        if (start < 0) return;
        current.add(bytes.subarray(start, stop));
        pieces.push(...current.take(elementLine));
        start = -1;
      };
      for (let at = 0; at < bytes.length && place !== "refused"; at++) {
        const byte = bytes[at]!;
        if (byte === lineFeed) line += 1;
        if (inString) {
          if (escaped) escaped = false;
          else if (byte === backslash) escaped = true;
          else if (byte === quote) inString = false;
        } else if (place === "inside") {
          if (depth === 0 && byte === comma) take(at);
          else if (depth === 0 && byte === listEnd) {
            take(at);
            place = "after";
          } else {
            if (start < 0 && !blank.has(byte)) {
              start = at;
              elementLine = line;
            }
            if (byte === quote) inString = true;
            else if (opening.has(byte)) depth += 1;
            else if (closing.has(byte)) depth = Math.max(0, depth - 1);
          }
        } else if (place === "before") {
          if (!blank.has(byte)) place = "inside";
        } else if (!blank.has(byte)) {
          pieces.push({ line, reason: "it stands behind the end of the list; nothing is read from here on" });
          place = "refused";
        }
      }
      if (start >= 0) current.add(bytes.subarray(start));
      return pieces;
    },
    end() {
      if (place !== "inside") return [];
      const last = current.length > 0 ? current.take(elementLine) : [];
      return [...last, { line, reason: "the list is not closed: the file ends before its last bracket" }];
    },
  };
}
