import fc from "fast-check";
import { expect, test } from "vitest";
import { wordsOf } from "./words-of.ts";

test.each([
  ["", []],
  [" \n\t ", []],
  ["?! … — 😀", []],
  ["The CAT, the cat.", ["the", "cat", "the", "cat"]],
  ["Don’t 'quote' rock'n'roll", ["don't", "quote", "rock'n'roll"]],
  ["cafe\u0301", ["café"]],
  ["３つの猫", ["３", "つ", "の", "猫"]],
  ["ภาษา", ["ภ", "า", "ษ", "า"]],
  ["नमस्ते दुनिया", ["नमस्ते", "दुनिया"]],
  ["مرحبا، بالعالم", ["مرحبا", "بالعالم"]],
  ["안녕 세상", ["안녕", "세상"]],
  ["\ud800a\udfff", ["a"]],
])("the words of %j", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test("words are never empty, hold no spaces, and are the words of themselves", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const words = wordsOf(text);
      expect(words.filter((word) => word === "" || /\s/.test(word))).toEqual([]);
      expect(wordsOf(words.join(" "))).toEqual(words);
    }),
  );
});
