import fc from "fast-check";
import { expect, test } from "vitest";
import { characterSimilarity } from "./character-similarity.ts";
import { containment } from "./containment.ts";
import { wordOverlap, wordSequenceSimilarity } from "./word-similarity.ts";

const symmetric = { characterSimilarity, wordOverlap, wordSequenceSimilarity };

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.constantFrom("the", "The", "cat", "Katze", "猫", "شجرة", "\ud800", "😀", "!"), { maxLength: 60 }).map((words) => words.join(" ")),
);

test.each(Object.entries(symmetric))("%s is symmetric, in [0, 1], and 1 for equal texts", (_, similarity) => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const value = similarity(one, other);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(1);
      expect(similarity(other, one)).toBe(value);
      expect(similarity(one, one)).toBe(1);
    }),
  );
});

test("character similarity is 1 − the distance by insertions and deletions, over code points", () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [first, second] = [Array.from(one), Array.from(other)];
      const total = first.length + second.length;
      expect(characterSimilarity(one, other)).toBeCloseTo(total === 0 ? 1 : 1 - indelDistance(first, second) / total, 12);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["", "", 1],
  ["", "a", 0],
  ["abc", "xyz", 0],
  ["kitten", "sitting", 8 / 13],
  ["😀a", "😁a", 0.5],
  ["\ud800", "\ud801", 0],
  ["שלום", "שלון", 0.75],
])("the characters of %j and %j", (first, second, expected) => {
  expect(characterSimilarity(first, second)).toBeCloseTo(expected, 12);
});

test("order counts in the sequence of words only", () => {
  fc.assert(fc.property(text, text, (one, other) => wordSequenceSimilarity(one, other) <= wordOverlap(one, other) + 1e-12));
  expect(wordOverlap("the cat sat", "Sat the cat!")).toBe(1);
  expect(wordSequenceSimilarity("the cat sat", "Sat the cat!")).toBeCloseTo(2 / 3, 12);
  expect(wordOverlap("a a b", "a b b")).toBeCloseTo(2 / 3, 12);
  expect(wordOverlap("?!", "")).toBe(1);
  expect(wordOverlap("?!", "a")).toBe(0);
});

test("containment", () => {
  expect(containment("the cat sat down", "Yesterday the cat sat up.")).toBe(0.5);
  expect(containment("The cat", "I saw the cat")).toBe(1);
  expect(containment("a a a", "a", { size: 1 })).toBeCloseTo(1 / 3, 12);
  expect(containment("", "a")).toBe(1);
  expect(containment("a", "")).toBe(0);
  expect(containment("我喜欢猫", "昨天我喜欢猫和狗")).toBe(1);
  for (const size of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => containment("a", "a", { size })).toThrow(expect.objectContaining({ code: "invalid-size" }));
});

test("a planted part is wholly contained, and lies in [0, 1] otherwise", () => {
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 1, max: 5 }), (before, part, after, size) => {
      expect(containment(part, `${before} . ${part} . ${after}`, { size })).toBe(1);
      const value = containment(part, after, { size });
      expect(value >= 0 && value <= 1).toBe(true);
    }),
  );
});

test("ten thousand characters take a fraction of a second", () => {
  const long = (step: number): string => Array.from({ length: 10_000 }, (_, place) => String.fromCodePoint(97 + ((place * place * step) % 26))).join("");
  const started = performance.now();
  characterSimilarity(long(3), long(5));
  expect(performance.now() - started).toBeLessThan(1000);
});

test("megabytes take bounded time; near copies are seen as such", () => {
  const words = Array.from({ length: 200_000 }, (_, place) => `w${(place * 7919) % 1009}`);
  const [one, other] = [words.join(" "), words.with(77_777, "planted").slice(5).join(" ")];
  const started = performance.now();
  for (const similarity of Object.values(symmetric)) expect(similarity(one, other)).toBeGreaterThan(0.999);
  expect(containment(other, one)).toBeGreaterThan(0.999);
  expect(characterSimilarity(one, [...one].reverse().join(""))).toBeLessThan(1);
  expect(performance.now() - started).toBeLessThan(20_000);
});

/** The textbook recurrence: one insertion or deletion at a time. */
function indelDistance(first: readonly string[], second: readonly string[]): number {
  let row = Array.from({ length: second.length + 1 }, (_, place) => place);
  for (const [place, element] of first.entries()) {
    const next = [place + 1];
    for (const [column, other] of second.entries()) next.push(element === other ? row[column]! : 1 + Math.min(row[column + 1]!, next[column]!));
    row = next;
  }
  return row.at(-1)!;
}
