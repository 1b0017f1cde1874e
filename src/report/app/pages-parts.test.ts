import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ticks, tickText } from "./charts/scale.ts";
import { leavesOf } from "./parts/leaves.ts";
import { shortNames } from "./parts/short-names.ts";
import { addressOf, routeOf } from "./routing/route.ts";
import { tokenTexts } from "./text/token-texts.ts";
import { cut, visibleLine, visiblePieces } from "./text/visible-pieces.ts";

const text = fc.string({ unit: "binary", maxLength: 60 });

describe("addresses", () => {
  test("what is put into one comes out of it", () => {
    const part = text.filter((each) => each !== "" && each.isWellFormed());
    fc.assert(fc.property(fc.array(part, { maxLength: 4 }), fc.dictionary(part, part), (path, query) => {
      const address = addressOf(path, query);
      expect(address).toMatch(/^#\/[\x21-\x7e]*$/);
      expect(routeOf(address)).toEqual({ path, query: { ...query } });
    }));
  });

  test("any address is read", () => {
    fc.assert(fc.property(text, (hash) => {
      expect(routeOf(hash).path).not.toContain("");
    }));
    expect(routeOf("#/run/%E0%A4%A")).toEqual({ path: ["run", "%E0%A4%A"], query: {} });
    expect(addressOf(["items"], { sys: 0, q: "", than: undefined })).toBe("#/items?sys=0");
  });
});

describe("visible text", () => {
  // Written otherwise than the code: by numbers and categories of each character.
  const acts = (character: string): boolean => {
    const code = character.codePointAt(0)!;
    if (code === 9 || code === 10) return false;
    if (code < 32 || (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029 || (code >= 0xd800 && code <= 0xdfff)) return true;
    return /^\p{Cf}$/u.test(character) && ![0x200c, 0x200d, 0x6dd].includes(code) && !(code >= 0x600 && code <= 0x605);
  };

  test("nothing in it acts, and nothing of it is lost", () => {
    fc.assert(fc.property(fc.oneof(text, fc.array(fc.constantFrom("a", "\u202e", "\u2066", "\ud800", "\0", "\r", "\n", "\t", "\u200d", "😀", "\u00ad", "\u2028", "\ufeff"), { maxLength: 30 }).map((each) => each.join(""))), (given) => {
      const pieces = visiblePieces(given);
      expect(pieces.flatMap((piece) => Array.from(piece.text)).some(acts)).toBe(false);
      const plain = given.replaceAll("\r\n", "\n");
      const shown = Array.from(plain, (character) => (acts(character) ? "" : character)).join("");
      expect(pieces.filter(({ kind }) => kind === "text").map((piece) => piece.text).join("")).toBe(shown);
      expect(pieces.filter(({ kind }) => kind === "escape")).toHaveLength(Array.from(plain).filter(acts).length);
    }), { numRuns: 500 });
  });

  test("examples", () => {
    expect(visibleLine("a\u202eb\n c\u0000\r\ud800")).toBe(String.raw`a\u202eb c\x00\r\ud800`);
    expect(cut("ab😀c", 3)).toBe("ab");
    expect(cut("ab😀c", 4)).toBe("ab😀");
    expect(cut("ab", 9)).toBe("ab");
  });
});

test("ticks are round, few, and inside", () => {
  const end = fc.double({ min: -1e9, max: 1e9, noNaN: true });
  fc.assert(fc.property(end, fc.double({ min: 1e-6, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 12 }), (low, width, count) => {
    const high = low + width;
    fc.pre(high > low && (high - low) / Math.max(Math.abs(low), Math.abs(high)) > 1e-6);
    const found = ticks(low, high, count);
    expect(found.length).toBeLessThanOrEqual(count + 1);
    for (const tick of found) expect(tick >= low - width * 1e-3 && tick <= high + width * 1e-3).toBe(true);
  }));
  expect(ticks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(ticks(3, 3, 5)).toEqual([3]);
  expect([0, 0.25, 12_345, 2_500_000, 0.00001].map(tickText)).toEqual(["0", "0.25", "12.3k", "2.5M", "1e-5"]);
});

test("leaves", () => {
  expect(leavesOf({ a: { b: 1, c: [1, "x"] }, d: [{ e: null }], f: {} })).toEqual([["a.b", 1], ["a.c", "1 x"], ["d[0].e", null]]);
  expect(leavesOf(null)).toEqual([]);
  expect(leavesOf("alone")).toEqual([["", "alone"]]);
});

test("folders are called by as few of their last parts as keep them apart; what is no folder stays", () => {
  const names = (...references: string[]): string[] => [...shortNames(references).values()];
  expect(names("/disk/.steadfast/demo/repaired", "lab:teacher", "hf:org/name", "http://host:1/v1#a/b", "./a/", "plain")).toEqual(["repaired", "lab:teacher", "hf:org/name", "http://host:1/v1#a/b", "a", "plain"]);
  expect(names("/x/one/model", "/x/two/model", "/y/one/model", "model")).toEqual(["x/one/model", "two/model", "y/one/model", "model"]);
  expect(names("a/b", "/a/b", "/")).toEqual(["a/b", "/a/b", "/"]);
  // One folder, spelled twice, is one name.
  expect(names("./x/a", "x/a", "x//a/")).toEqual(["a", "a", "a"]);
});

test("tokens as the text that they stand for", () => {
  expect(tokenTexts(["Ġ7", "Ġ-", "Ċ", "</s>"])).toEqual([" 7", " -", "\n", "</s>"]);
  // é is C3 A9, 😀 is F0 9F 98 80: over two tokens, with the last.
  expect(tokenTexts(["Ġcaf", "Ã", "©", "ðŁĺ", "Ģ"])).toEqual([" caf", "", "é", "", "😀"]);
  expect(tokenTexts(["▁a", "▁猫", "<0x0A>"])).toEqual([" a", " 猫", "<0x0A>"]);
  expect(tokenTexts(["plain ", "naïve"])).toEqual(["plain ", "naïve"]);
  expect(tokenTexts([])).toEqual([]);
});
