import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rouge, type RougeScores } from "./rouge.ts";

type Triple = [precision: number, recall: number, f: number];

// What reference.py computed from the definition, with NLTK's stemmer.
const golden: { pairs: { prediction: string; references: string[]; stemming: boolean; rouge1: Triple; rouge2: Triple; rougeL: Triple }[] } = JSON.parse(
  readFileSync(new URL("../testing/rouge.json", import.meta.url), "utf8"),
);

const kinds = ["rouge1", "rouge2", "rougeL"] as const;

test("the scores of an independent program", () => {
  expect(golden.pairs.length).toBeGreaterThan(300);
  for (const { prediction, references, stemming, ...expected } of golden.pairs) {
    const scores = rouge(prediction, references, { stemming });
    for (const kind of kinds) {
      const { precision, recall, f } = scores[kind];
      for (const [place, value] of [precision, recall, f].entries()) expect(value, `${kind} of ${JSON.stringify(prediction)}`).toBeCloseTo(expected[kind][place]!, 9);
    }
  }
});

test("an example by hand", () => {
  // Tokens: the cat sat on the mat / the cat lai on the mat.
  const { rouge1, rouge2, rougeL } = rouge("The cats sat on the mat!", ["the cat, laying on the mat"]);
  expect(rouge1.f).toBeCloseTo(5 / 6, 12);
  expect(rouge2.f).toBeCloseTo(3 / 5, 12);
  expect(rougeL.f).toBeCloseTo(5 / 6, 12);
});

test("each measure takes its own best reference, the first of equal ones", () => {
  const { rouge1, rougeL } = rouge("a b c d", ["d c b a", "a b x y"]);
  expect(rouge1).toEqual({ precision: 1, recall: 1, f: 1 });
  expect(rougeL).toEqual({ precision: 0.5, recall: 0.5, f: 0.5 });
  expect(rouge("a", ["a b", "b a"]).rouge1).toEqual({ precision: 1, recall: 0.5, f: 2 / 3 });
});

test("without stemming, forms of a word differ", () => {
  expect(rouge("running", ["runs"], { stemming: false }).rouge1.f).toBe(0);
  expect(rouge("running", ["runs"]).rouge1.f).toBe(1);
});

test("texts without tokens score 0", () => {
  const zero = { precision: 0, recall: 0, f: 0 };
  for (const [prediction, reference] of [["", ""], ["", "a"], ["a", ""], ["中文", "中文"], ["!?", "\ud800"]] as const) {
    expect(rouge(prediction, [reference])).toEqual({ rouge1: zero, rouge2: zero, rougeL: zero });
  }
});

test("an empty list of references is refused", () => {
  expect(() => rouge("a", [])).toThrow(expect.objectContaining({ code: "no-reference" }));
});

const text = fc.oneof(fc.string({ unit: "binary" }), fc.array(fc.constantFrom("cat", "cats", "Dog", "running", "runs", "\ud800", "مرحبا"), { maxLength: 60 }).map((words) => words.join(" ")));

test("swapping the sides swaps precision and recall; the order of tokens bounds ROUGE-L by ROUGE-1", () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const forward = rouge(one, [other]);
      const backward = rouge(other, [one]);
      for (const kind of kinds) {
        expect(backward[kind]).toEqual({ precision: forward[kind].recall, recall: forward[kind].precision, f: expect.closeTo(forward[kind].f, 12) });
      }
      return forward.rougeL.recall <= forward.rouge1.recall && inRange(forward);
    }),
  );
});

test("a megabyte on both sides", () => {
  const long = (step: number): string => Array.from({ length: 150_000 }, (_, place) => `w${(place * step) % 997}`).join(" ");
  const started = performance.now();
  expect(inRange(rouge(long(7), [long(11)]))).toBe(true);
  expect(performance.now() - started).toBeLessThan(20_000);
});

test("two thousand-token texts take milliseconds", () => {
  const long = (step: number): string => Array.from({ length: 1000 }, (_, place) => `word${(place * step) % 397}ing`).join(" ");
  rouge(long(7), [long(11)]);
  const started = performance.now();
  for (let round = 0; round < 20; round++) rouge(long(7), [long(11)]);
  expect((performance.now() - started) / 20).toBeLessThan(50);
});

function inRange(scores: RougeScores): boolean {
  return kinds.every((kind) => Object.values(scores[kind]).every((value) => value >= 0 && value <= 1));
}
