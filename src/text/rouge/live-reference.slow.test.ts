import fc from "fast-check";
import { expect, test } from "vitest";
import { porterStem } from "../stemmer/porter-stem.ts";
import { askReference, pythonWithNltk } from "../testing/live-reference.ts";
import { hasSharedData, sharedWords } from "../testing/shared-data.ts";
import { rouge } from "./rouge.ts";
import { rougeTokens } from "./rouge-tokens.ts";

if (pythonWithNltk === undefined) console.log("Skipped: no Python with NLTK here (Debian: apt-get install python3-nltk).");
if (!hasSharedData) console.log("Skipped: the words of public data sets, for no shared/data stands beside the checkout.");

test.skipIf(pythonWithNltk === undefined)("half a million random words have NLTK's stem", () => {
  const letter = fc.constantFrom(..."aeiouyybcdfghjklmnpqrstvwxzsletnz0");
  const suffixes = ["", "s", "ies", "ied", "ing", "ed", "eed", "ational", "alli", "ationalli", "logi", "ement", "sion", "tion", "e", "ll", "ness", "ical", "ator", "ly"];
  const word = fc.tuple(fc.array(letter, { minLength: 1, maxLength: 10 }), fc.constantFrom(...suffixes), fc.constantFrom(...suffixes)).map(([letters, inner, outer]) => letters.join("") + inner + outer);
  expectStems(fc.sample(word, { numRuns: 500_000, seed: 20261121 }));
});

test.skipIf(pythonWithNltk === undefined || !hasSharedData)("every word of the public data sets has NLTK's stem", () => {
  const words = sharedWords();
  expect(words.length).toBeGreaterThan(50_000);
  expectStems(words);
});

test.skipIf(pythonWithNltk === undefined)("every character is lower-cased and cut as Python does", () => {
  const texts = Array.from({ length: 0x11_0000 / 0x100 }, (_, page) => page * 0x100)
    .filter((start) => start < 0xd800 || start >= 0xe000)
    .map((start) => Array.from({ length: 0x100 }, (_, place) => `q${String.fromCodePoint(start + place)}`).join("x "));
  const tokens = askReference<string[]>("--tokens", texts);
  for (const [place, text] of texts.entries()) expect(rougeTokens(text, { stemming: true })).toEqual(tokens[place]);
});

test.skipIf(pythonWithNltk === undefined)("ROUGE of random texts is what the definition gives", () => {
  const word = fc.oneof(fc.constantFrom("cats", "running", "relational", "skies", "a", "of", "Ünï", "3D", "don't", "e-mail"), fc.string({ maxLength: 6 }));
  const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(" "));
  const question = fc.record({ prediction: text, references: fc.array(text, { minLength: 1, maxLength: 4 }), stemming: fc.boolean() });
  const questions = fc.sample(question, { numRuns: 3000, seed: 20261121 });
  const answers = askReference<Record<"rouge1" | "rouge2" | "rougeL", number[]>>("--rouge", questions);
  for (const [place, { prediction, references, stemming }] of questions.entries()) {
    const scores = rouge(prediction, references, { stemming });
    for (const kind of ["rouge1", "rouge2", "rougeL"] as const) {
      const { precision, recall, f } = scores[kind];
      const [theirPrecision, theirRecall, theirF] = answers[place]![kind]!;
      // Of references with the same F, rounding decides which is taken.
      expect(f).toBeCloseTo(theirF!, 12);
      if (references.length === 1) expect([precision, recall]).toEqual([theirPrecision, theirRecall]);
    }
  }
});

function expectStems(words: readonly string[]): void {
  const stems = askReference<string>("--stem", words);
  expect(stems).toHaveLength(words.length);
  expect(words.flatMap((word, place) => (porterStem(word) === stems[place] ? [] : [`${word}: ${porterStem(word)} instead of ${stems[place]}`]))).toEqual([]);
}
