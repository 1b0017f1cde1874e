import fc from "fast-check";
import { expect, test } from "vitest";
import { packLengths } from "./pack-lengths.ts";

const total = (row: readonly number[]): number => row.reduce((sum, length) => sum + length, 0);
const sorted = (lengths: readonly number[]): number[] => lengths.toSorted((a, b) => a - b);

test("every length is in one row, no row overflows, and none was opened while an earlier one had room", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 })), fc.integer({ min: 50, max: 130 }), (lengths, width) => {
      const rows = packLengths(lengths, width);
      expect(sorted(rows.flat())).toEqual(sorted(lengths));
      for (const [index, row] of rows.entries()) {
        expect(total(row)).toBeLessThanOrEqual(width);
        for (const earlier of rows.slice(0, index)) expect(total(earlier) + row[0]!).toBeGreaterThan(width);
      }
    }),
  );
});

test("the order of the lengths does not matter", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 })), (lengths) => {
      expect(packLengths(lengths.toReversed(), 60)).toEqual(packLengths(lengths, 60));
    }),
  );
});

test("pieces of whole rows are put together again", () => {
  expect(packLengths([5, 95, 40, 60, 30, 70, 100], 100).map(sorted)).toEqual([[100], [5, 95], [30, 70], [40, 60]]);
});
