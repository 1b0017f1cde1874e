import { maximumPieceBytes, PieceBytes, type Piece, type Splitter } from "./piece.ts";

const lineFeed = 0x0a;

/** One piece a line. A carriage return before the line feed stays: JSON reads it as a blank. */
export function lineSplitter(limit: number = maximumPieceBytes): Splitter {
  const current = new PieceBytes(limit);
  let line = 1;
  return {
    push(bytes) {
      const pieces: Piece[] = [];
      let start = 0;
      for (let stop = bytes.indexOf(lineFeed); stop >= 0; stop = bytes.indexOf(lineFeed, start)) {
        current.add(bytes.subarray(start, stop));
        pieces.push(...current.take(line));
        line += 1;
        start = stop + 1;
      }
      current.add(bytes.subarray(start));
      return pieces;
    },
    end: () => current.take(line),
  };
}
