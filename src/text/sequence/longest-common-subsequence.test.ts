import fc from "fast-check";
import { expect, test } from "vitest";
import { longestCommonSubsequence } from "./longest-common-subsequence.ts";

const letters = fc.array(fc.constantFrom(..."abcd"), { maxLength: 150 });

test("the length that the whole table gives", () => {
  fc.assert(fc.property(letters, letters, (first, second) => longestCommonSubsequence(first, second) === byTable(first, second)), { numRuns: 500 });
});

test("a planted subsequence is found across many blocks", () => {
  const planted = Array.from({ length: 333 }, (_, place) => place);
  const first = planted.flatMap((element) => [element, "x"]);
  const second = planted.flatMap((element) => ["y", "y", element]);
  expect(longestCommonSubsequence<number | string>(first, second)).toBe(333);
});

test("ten thousand elements on both sides take a fraction of a second", () => {
  const elements = (step: number): number[] => Array.from({ length: 10_000 }, (_, place) => (place * step) % 101);
  const started = performance.now();
  longestCommonSubsequence(elements(7), elements(11));
  expect(performance.now() - started).toBeLessThan(2000);
});

/** The textbook recurrence. */
function byTable<T>(first: readonly T[], second: readonly T[]): number {
  let row = second.map(() => 0);
  for (const element of first) {
    const next: number[] = [];
    for (const [place, other] of second.entries()) next.push(element === other ? (row[place - 1] ?? 0) + 1 : Math.max(row[place]!, next[place - 1] ?? 0));
    row = next;
  }
  return row.at(-1) ?? 0;
}
