import { stripVTControlCharacters } from "node:util";
import { assert, constantFrom, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { visibleText } from "./visible-text.ts";

test.each([
  ["\u001b[2J\u001b]0;title\u0007", "\\x1b[2J\\x1b]0;title\\x07"],
  ["overwritten\rby this", "overwritten\\rby this"],
  ["\u009b31m", "\\x9b31m"],
  ["a\u202eb", "a\\u202eb"],
  ["zero\u200bwidth", "zero\\u200bwidth"],
  ["tag\u{e0041}", "tag\\ue0041"],
  ["lone \ud800", "lone \\ud800"],
  ["windows\r\nlines", "windows\nlines"],
])("%j is shown as %j", (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test.each(["ça va?", "مرحبا", "नमस्ते", "می‌خواهم", "👩‍👩‍👧", "tab\tand\nline", "漢字"])("%s stays as it is", (text) => {
  expect(visibleText(text)).toBe(text);
});

test("on one line, line feeds and tabs are shown too", () => {
  expect(visibleText("a\n\tb", { oneLine: true })).toBe("a\\n\\tb");
});

test("nothing that comes out can steer a terminal", () => {
  assert(
    property(string({ unit: oneof(constantFrom("\u001b", "[", "2", "J", "\r", "\b", "\u0000", "\u009b", "\u202e"), string({ unit: "binary", minLength: 1, maxLength: 1 })) }), (text) => {
      const shown = visibleText(text);
      expect(stripVTControlCharacters(shown)).toBe(shown);
      expect([...shown].every((character) => character === "\n" || character === "\t" || !/\p{Cc}/u.test(character))).toBe(true);
    }),
  );
});
