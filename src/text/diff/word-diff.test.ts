import fc from "fast-check";
import { expect, test } from "vitest";
import type { DiffPart } from "./diff-part.ts";
import { wordDiff } from "./word-diff.ts";

const marks = { same: "", removed: "-", added: "+" };

test.each([
  ["", "", []],
  ["a b", "a b", ["a b"]],
  ["", "a b", ["+a b"]],
  ["a b", "", ["-a b"]],
  ["What is it?", "What was it?", ["What ", "-is", "+was", " it?"]],
  ["foo bar", "foo bar baz", ["foo bar", "+ baz"]],
  ["foo bar baz", "foo baz", ["foo ", "-bar ", "baz"]],
  ["a  b", "a\nb", ["a", "-  ", "+\n", "b"]],
  [" a", "a", ["- ", "a"]],
  ["Он пришёл домой", "Он пришла домой", ["Он ", "-пришёл", "+пришла", " домой"]],
  ["我爱你", "我恨你", ["我", "-爱", "+恨", "你"]],
  ["أنا أحب القطط", "أنا أكره القطط", ["أنا ", "-أحب", "+أكره", " القطط"]],
  ["\ud83d\ude00 \ud83d", "\ud83d\ude00 \ude00", ["\ud83d\ude00 ", "-\ud83d", "+\ude00"]],
])("%j to %j", (before, after, expected) => {
  expect(wordDiff(before, after).map(({ kind, text }) => marks[kind] + text)).toEqual(expected);
});

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.constantFrom("a", "b", "cat", "Katze", "猫", "شجرة", " ", "  ", "\n", "\r\n", ".", "\ud800", "😀"), { maxLength: 80 }).map((pieces) => pieces.join("")),
);

test("the parts give back both texts exactly", () => {
  fc.assert(fc.property(text, text, (before, after) => expectBoth(wordDiff(before, after), before, after)), { numRuns: 1000 });
});

test("a text that was not changed is one part; parts are as few as there can be", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(wordDiff(before, before)).toEqual(before === "" ? [] : [{ kind: "same", text: before }]);
      const kinds = wordDiff(before, after).map(({ kind }) => kind).join(" ");
      expect(kinds).not.toMatch(/same same|removed removed|added added|added removed/);
    }),
  );
});

test("a planted change in a megabyte is found alone", () => {
  const before = "word and ".repeat(120_000);
  const after = `${before.slice(0, 540_000)}planted ${before.slice(540_000)}`;
  const parts = wordDiff(before, after);
  expectBoth(parts, before, after);
  expect(parts.filter(({ kind }) => kind !== "same")).toEqual([{ kind: "added", text: expect.stringMatching(/planted/) }]);
  expect(parts.find(({ kind }) => kind === "added")!.text).toHaveLength("planted ".length);
});

test("thousands of changes are found by lines, then by words", () => {
  const line = (place: number, changed: boolean): string => `line ${place} ${changed ? "after" : "before"} ${place * 7}\n`;
  const lines = Array.from({ length: 20_000 }, (_, place) => place);
  const before = lines.map((place) => line(place, false)).join("");
  const after = lines.map((place) => line(place, place % 10 === 0 && place < 9000)).join("");
  const parts = wordDiff(before, after);
  expectBoth(parts, before, after);
  expect(parts.filter(({ kind, text }) => kind === "removed" && text.trim() === "before")).toHaveLength(900);
  expect(parts.filter(({ kind }) => kind === "added")).toHaveLength(900);
});

test("of texts that differ too much, what they start and end with is still the same", () => {
  const words = (letter: string): string => Array.from({ length: 50_000 }, (_, place) => `${letter}${place}`).join(" ");
  const kept = "the same words ".repeat(1000);
  const parts = wordDiff(`${kept}${words("a")} ${kept}`, `${kept}${words("b")} ${kept}`);
  expect(parts.map(({ kind }) => kind)).toEqual(["same", "removed", "added", "same"]);
  expect([parts[0]!.text.trim(), parts[3]!.text.trim()]).toEqual([kept.trim(), kept.trim()]);
});

test.each([
  ["other words", (place: number): string => `b${place} `],
  ["the same words in another order", (place: number): string => `a${(place * 7919) % 150_000} `],
  ["few words, again and again", (place: number): string => `a${(place * place) % 7} `],
  ["other lines", (place: number): string => `a${place % 11}${place % 5 === 0 ? "\n" : " "}`],
])("megabytes of %s take bounded time", (_, word) => {
  const places = Array.from({ length: 150_000 }, (_, place) => place);
  const before = places.map((place) => `a${place % 50_000}${place % 9 === 0 ? "\n" : " "}`).join("");
  const after = places.map((place) => word(place)).join("");
  const started = performance.now();
  const parts = wordDiff(before, after);
  expect(performance.now() - started).toBeLessThan(15_000);
  expectBoth(parts, before, after);
});

function expectBoth(parts: readonly DiffPart[], before: string, after: string): void {
  const side = (kind: "removed" | "added"): string => parts.filter((part) => part.kind === "same" || part.kind === kind).map(({ text }) => text).join("");
  // Compared before expect, for a failure must not print megabytes.
  expect(side("removed") === before).toBe(true);
  expect(side("added") === after).toBe(true);
}
