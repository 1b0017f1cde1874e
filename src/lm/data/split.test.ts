import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Piece, Splitter } from "./piece.ts";
import { arraySplitter } from "./split-array.ts";
import { lineSplitter } from "./split-lines.ts";

function piecesOf(splitter: Splitter, bytes: Buffer, portion: number): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < bytes.length; start += portion) pieces.push(...splitter.push(bytes.subarray(start, start + portion)));
  return [...pieces, ...splitter.end()];
}

describe.each([
  ["lines", lineSplitter, '{"a":"é𝄞\\n"}\r\n\n{"b":[1,{"c":"]"}]}\nlast'],
  ["a list", arraySplitter, '[{"a":"é𝄞\\\\"},\r\n\n{"b":[1,{"c":"]\\""}]}\n,,x y]\n'],
])("%s", (_what, splitter, text) => {
  test("portions of any size give the same pieces", () => {
    const bytes = Buffer.from(text);
    const whole = piecesOf(splitter(), bytes, bytes.length);
    expect(whole).toHaveLength(3);
    for (let portion = 1; portion < bytes.length; portion++) expect(piecesOf(splitter(), bytes, portion)).toEqual(whole);
  });

  test("any bytes in any portions end in pieces", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("[", "]", "{", "}", ",", '"', "\\", "\n", " ", "a", "\uFEFF") }), fc.integer({ min: 1, max: 9 }), (noise, portion) => {
        const bytes = Buffer.from(`[${noise}`);
        expect(piecesOf(splitter(), bytes, portion)).toEqual(piecesOf(splitter(), bytes, bytes.length));
      }),
      { numRuns: 500 },
    );
  });
});

test("a piece above the limit is skipped, the ones beside it are not", () => {
  const limit = 2 ** 20;
  const long = "x".repeat(limit + 1);
  const fits = "x".repeat(limit);
  const reason = "it is longer than 1 MB";
  expect(piecesOf(lineSplitter(limit), Buffer.from(`1\n${long}\n${fits}\n${long}`), 65_536)).toEqual([
    { line: 1, text: "1" },
    { line: 2, reason },
    { line: 3, text: fits },
    { line: 4, reason },
  ]);
  expect(piecesOf(arraySplitter(limit), Buffer.from(`[1,\n"${long}",\n3]`), 65_536)).toEqual([
    { line: 1, text: "1" },
    { line: 2, reason },
    { line: 3, text: "3" },
  ]);
});
