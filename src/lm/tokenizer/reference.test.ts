import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadTokenizer } from "./load-tokenizer.ts";
import { bytePairModel } from "./model/byte-pair.ts";
import { unigramModel } from "./model/unigram.ts";
import { hardText } from "./testing/hard-texts.ts";
import { plainByteLevel, plainMerges } from "./testing/plain-byte-pairs.ts";
import { plainBestScore, plainScoredPairs } from "./testing/plain-sentencepiece.ts";
import { hasPublished, publishedFolder } from "./testing/published.ts";

const unknown = { id: 0, fused: false, bytes: undefined };

test("merging in a heap is merging the best pair again and again", () => {
  const vocabulary = fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "b", "c", "𝒹"), minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(vocabulary, fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 25, maxLength: 25 }), fc.string({ unit: fc.constantFrom("a", "b", "c", "𝒹"), maxLength: 40 }), (longer, ranks, text) => {
      const spellings = ["<unk>", "a", "b", "c", "𝒹", ...longer];
      const pieces = new Map(spellings.map((spelling, id) => [spelling, id]));
      // Pieces of one score have one rank, which the leftmost place then decides.
      const score = new Map(longer.map((spelling, at) => [spelling, -ranks[at]!]));
      const merges = longer.flatMap((spelling) =>
        Array.from(spelling).slice(1).flatMap((_, at) => {
          const [left, right] = [pieces.get(Array.from(spelling).slice(0, at + 1).join("")), pieces.get(Array.from(spelling).slice(at + 1).join(""))];
          return left === undefined || right === undefined ? [] : [{ left, right, rank: -score.get(spelling)!, result: pieces.get(spelling)! }];
        }),
      );
      const ids: number[] = [];
      bytePairModel({ pieces, merges, unknown, wholeFirst: false }).encode(text, ids);
      expect(ids.map((id) => spellings[id])).toEqual(plainScoredPairs(score, text));
    }),
    { numRuns: 2000 },
  );
});

test("the split of the unigram model has the best score of all splits, and makes up the text", () => {
  const entry = fc.tuple(fc.string({ unit: fc.constantFrom("a", "b", "c", "𝒹"), minLength: 1, maxLength: 4 }), fc.integer({ min: -40, max: -1 }));
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ([spelling]) => spelling, minLength: 1, maxLength: 20 }), fc.string({ unit: fc.constantFrom("a", "b", "c", "𝒹", "x"), maxLength: 25 }), (entries, text) => {
      const pieces = entries.map(([spelling, score], at) => ({ id: at + 1, spelling, score }));
      const ids: number[] = [];
      unigramModel({ pieces, unknown, unknownScore: -50, precision: "double" }).encode(text, ids);
      const total = ids.reduce((sum, id) => sum + (id === 0 ? -50 : pieces[id - 1]!.score), 0);
      expect(total).toBe(text === "" ? 0 : plainBestScore(new Map(entries), -50, text));
      const pattern = new RegExp(`^${ids.map((id) => (id === 0 ? "." : pieces[id - 1]!.spelling)).join("")}$`, "u");
      expect(text).toMatch(pattern);
    }),
    { numRuns: 2000 },
  );
});

describe.skipIf(!hasPublished)("plain implementations beside published vocabularies (skipped where ../shared/data/tokenizers is missing)", () => {
  test("GPT-2", async () => {
    const plain = plainByteLevel(JSON.parse(readFileSync(join(publishedFolder, "gpt2/encoder.json"), "utf8")) as Record<string, number>, readFileSync(join(publishedFolder, "gpt2/vocab.bpe"), "utf8"));
    const tokenizer = await loadTokenizer(join(publishedFolder, "gpt2"));
    fc.assert(fc.property(hardText, (text) => void expect(tokenizer.encode(text, { parseSpecial: false })).toEqual(plain(text))), { numRuns: 1500 });
  });

  test("Llama 2", async () => {
    const { model } = JSON.parse(readFileSync(join(publishedFolder, "llama2/tokenizer.json"), "utf8")) as { model: { vocab: Record<string, number>; merges: string[] } };
    const ranks = new Map(model.merges.map((merge, rank) => [merge, rank]));
    const tokenizer = await loadTokenizer(join(publishedFolder, "llama2"));
    const plain = (text: string): string[] =>
      text === "" ? [] : plainMerges(ranks, Array.from(`▁${text.replaceAll(" ", "▁")}`)).flatMap((part) => (Object.hasOwn(model.vocab, part) ? [part] : Array.from(Buffer.from(part), (byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`)));
    fc.assert(fc.property(hardText, (text) => void expect(tokenizer.encode(text, { addSpecial: false, parseSpecial: false }).map((id) => tokenizer.tokenText(id))).toEqual(plain(text))), { numRuns: 1500 });
  });

  test("T5: no split of the normalised text is better", async () => {
    const { model } = JSON.parse(readFileSync(join(publishedFolder, "t5-small/tokenizer.json"), "utf8")) as { model: { vocab: [string, number][] } };
    const scores = new Map(model.vocab.filter(([spelling]) => !/^<.*>$/.test(spelling) && spelling !== "</s>"));
    const lowest = Math.min(...model.vocab.map(([, score]) => score)) - 10;
    const tokenizer = await loadTokenizer(join(publishedFolder, "t5-small"));
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."etaoin shrdluäß,.1 "), maxLength: 60 }), (text) => {
        const ids = tokenizer.encode(text, { addSpecial: false });
        const words = text.split(" ").filter((word) => word !== "").map((word) => `▁${word}`);
        const total = ids.reduce((sum, id) => sum + (id === 2 ? lowest : model.vocab[id]![1]), 0);
        expect(total).toBeCloseTo(words.reduce((sum, word) => sum + plainBestScore(scores, lowest, word), 0), 6);
        expect(tokenizer.decode(ids)).toBe(words.map((word) => word.slice(1)).join(" "));
      }),
      { numRuns: 1000 },
    );
  });
});
