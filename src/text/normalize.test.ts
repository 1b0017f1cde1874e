import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeQuotes, normalizeText, normalizeWhitespace } from "./normalize.ts";

test("white space of every kind", () => {
  expect(normalizeWhitespace("\ufeff a\u00a0\u2003b\r\n\r\nc\u2028")).toBe("a b c");
});

test("quotes of every kind", () => {
  expect(normalizeQuotes("“a” „b‟ «c» ‘d’ ‚e‛ ‹f›")).toBe(`"a" "b" "c" 'd' 'e' 'f'`);
});

test("composed and decomposed letters are one", () => {
  expect(normalizeText("Ame\u0301lie’s\n “n\u0303”")).toBe(`Amélie's "ñ"`);
});

test("normalizing twice changes nothing more, for any text", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => normalizeText(normalizeText(text)) === normalizeText(text)));
});

test("a megabyte of spaces takes no time", () => {
  expect(normalizeWhitespace(`${" ".repeat(1_000_000)}a`)).toBe("a");
  expect(normalizeWhitespace(" ".repeat(1_000_000))).toBe("");
});
