import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTokenizer } from "./load-tokenizer.ts";
import { goldenFolder, goldenTexts } from "./testing/published.ts";

const expected = (name: string): number[][] => JSON.parse(readFileSync(join(goldenFolder, name, "expected.json"), "utf8")) as number[][];

// The ids come from the original implementations; testing/make-golden.py asks them.
describe.each(["json-byte-level", "json-replace", "json-metaspace", "json-words", "json-unigram"])("%s, as the original library reads it", (name) => {
  test("every text has the ids that it has there", async () => {
    const tokenizer = await loadTokenizer(join(goldenFolder, name));
    expect(goldenTexts.map((text) => tokenizer.encode(text))).toEqual(expected(name));
  });
});

describe.each(["sentencepiece-unigram", "sentencepiece-unigram-bytes", "sentencepiece-bpe", "sentencepiece-bpe-bytes"])("%s, as SentencePiece reads it", (name) => {
  test("every text has the ids that it has there, which knows no special tokens in text", async () => {
    const tokenizer = await loadTokenizer(join(goldenFolder, name));
    expect(goldenTexts.map((text) => tokenizer.encode(text, { addSpecial: false, parseSpecial: false }))).toEqual(expected(name));
  });
});
