import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { porterStem } from "./porter-stem.ts";

// What reference.py had from NLTK.
const golden: { suffixes: string; roots: Record<string, string>; words: Record<string, string> } = JSON.parse(readFileSync(new URL("../testing/stems.json", import.meta.url), "utf8"));

test("every root with every suffix has NLTK's stem", () => {
  const suffixes = golden.suffixes.split(" ");
  const wrong: string[] = [];
  let words = 0;
  for (const [root, edits] of Object.entries(golden.roots)) {
    for (const [place, edit] of edits.split(" ").entries()) {
      const word = root + suffixes[place]!;
      const [, dropped, added] = /^(\d+?)((?:\D.*)?)$/.exec(edit) ?? [];
      const stem = word.slice(0, word.length - Number(dropped)) + added!;
      words++;
      if (porterStem(word) !== stem) wrong.push(`${word}: ${porterStem(word)} instead of ${stem}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(words).toBeGreaterThan(70_000);
});

test("irregular, short, numbered and made-up words have NLTK's stem", () => {
  const words = Object.keys(golden.words);
  expect(words.length).toBeGreaterThan(4000);
  expect(Object.fromEntries(words.map((word) => [word, porterStem(word)]))).toEqual(golden.words);
});

test("words of Porter's paper", () => {
  const words = ["caresses", "ponies", "agreed", "motoring", "hopping", "relational", "sensibility", "electricity", "adjustment", "adoption", "probate", "controlling"];
  expect(words.map((word) => porterStem(word))).toEqual(["caress", "poni", "agre", "motor", "hop", "relat", "sensibl", "electr", "adjust", "adopt", "probat", "control"]);
});

test("any text has a stem that is no longer than the text and one letter", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => porterStem(text).length <= text.toLowerCase().length + 1));
  expect(porterStem("y".repeat(1_000_000))).toHaveLength(1_000_000);
  expect(porterStem("\ud800ing")).toBe("\ud800ing");
});
