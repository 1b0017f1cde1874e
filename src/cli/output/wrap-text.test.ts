import { array, assert, constantFrom, integer, property } from "fast-check";
import { expect, test } from "vitest";
import { displayWidth } from "./display-width.ts";
import { plainText, styled } from "./styled-text.ts";
import { wrapText } from "./wrap-text.ts";

test("lines are broken between words, and go on under their indent", () => {
  expect(plainText(wrapText("  one two three four", 11))).toBe("  one two\n  three\n  four");
  expect(plainText(wrapText("short\nand a longer line", 10))).toBe("short\nand a\nlonger\nline");
  expect(plainText(wrapText("a-word-that-is-too-long x", 10))).toBe("a-word-that-is-too-long\nx");
});

test("styles go on over a break, and a break may fall between pieces", () => {
  expect(wrapText([styled("bold", "one two"), " three"], 7)).toEqual([styled("bold", "one two"), "\nthree"]);
  expect(wrapText(styled("red", "one two"), 4)).toEqual([styled("red", "one\ntwo")]);
});

test("nothing is lost but spaces at breaks, and no line is too wide that could be narrower", () => {
  assert(
    property(array(constantFrom("a", "bb", "ccc", "漢字", "\u001b[2J", "dddddd"), { minLength: 1 }), integer({ min: 8, max: 30 }), (words, width) => {
      const wrapped = plainText(wrapText(words.join(" "), width));
      expect(wrapped.replaceAll("\n", " ")).toBe(plainText(words.join(" ")));
      for (const line of wrapped.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});
