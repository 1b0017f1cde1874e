import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loadTokenizer } from "./load-tokenizer.ts";
import { hardText } from "./testing/hard-texts.ts";
import { goldenFolder, hasPublished, publishedFolder } from "./testing/published.ts";
import { failureOf } from "./testing/scratch.ts";

const golden = (name: string): string => join(goldenFolder, name);

describe("what is encoded comes back", () => {
  // Without NFC, which is not undone; the added tokens of the small tokenizers take white space with them.
  const plain = { addSpecial: false, parseSpecial: false } as const;

  test.skipIf(!hasPublished)("all of it, for byte-level tokens", async () => {
    const tokenizer = await loadTokenizer(join(publishedFolder, "gpt2"));
    fc.assert(fc.property(hardText, (text) => void expect(tokenizer.decode(tokenizer.encode(text, plain))).toBe(text)), { numRuns: 3000 });
  });

  test("all of it, for SentencePiece with bytes and no normalisation", async () => {
    for (const name of ["sentencepiece-bpe-bytes", "sentencepiece-unigram-bytes"]) {
      const tokenizer = await loadTokenizer(golden(name));
      // Only ▁ cannot be told from a space.
      fc.assert(fc.property(hardText, (text) => void expect(tokenizer.decode(tokenizer.encode(text, plain))).toBe(text.replaceAll("▁", " "))), { numRuns: 1000 });
    }
  });

  test("its composed form, where that is the normalisation", async () => {
    const tokenizer = await loadTokenizer(golden("json-byte-level"));
    fc.assert(
      fc.property(hardText.filter((text) => !/\[X\]|The/.test(text)), (text) => void expect(tokenizer.decode(tokenizer.encode(text, plain))).toBe(text.normalize("NFC"))),
      { numRuns: 1000 },
    );
  });
});

test("a stream's pieces joined are the decoded text, and no piece holds half a character", async () => {
  for (const name of ["json-byte-level", "json-metaspace", "json-unigram", "json-words", "sentencepiece-bpe-bytes"]) {
    const tokenizer = await loadTokenizer(golden(name));
    fc.assert(
      fc.property(fc.array(fc.nat({ max: tokenizer.size - 1 }), { maxLength: 40 }), fc.boolean(), fc.boolean(), (ids, skipSpecial, continuing) => {
        const options = { skipSpecial, continuing };
        const stream = tokenizer.stream(options);
        const pieces = [...ids.map((id) => stream.push(id)), stream.end()];
        expect(pieces.join("")).toBe(tokenizer.decode(ids, options));
        expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
      }),
      { numRuns: 500 },
    );
  }
});

test("a stream holds unfinished characters back", async () => {
  const tokenizer = await loadTokenizer(golden("json-byte-level"));
  const ids = tokenizer.encode("a€b", { addSpecial: false });
  expect(ids.map((id) => tokenizer.tokenText(id))).toEqual(["a", "â", "Ĥ", "¬", "b"]);
  const stream = tokenizer.stream();
  expect(ids.slice(0, 4).map((id) => stream.push(id))).toEqual(["a", "", "", "€"]);
  expect([stream.push(ids[1]!), stream.end()]).toEqual(["", "\ufffd"]);
});

test("text that goes on keeps the space at its start", async () => {
  const tokenizer = await loadTokenizer(golden("sentencepiece-bpe-bytes"));
  const [first] = tokenizer.encode("the", { addSpecial: false });
  expect(tokenizer.tokenText(first!)).toBe("▁the");
  expect([tokenizer.decode([first!]), tokenizer.decode([first!], { continuing: true }), tokenizer.decode([first!, first!])]).toEqual(["the", " the", "the the"]);
});

test("special tokens are found in text, or not, and left out of text, or not", async () => {
  const tokenizer = await loadTokenizer(golden("json-byte-level"));
  const control = tokenizer.encode("<k>", { addSpecial: false });
  expect(control.map((id) => tokenizer.tokenText(id))).toEqual(["<k>"]);
  const forged = tokenizer.encode("a<k>b", { addSpecial: false, parseSpecial: false });
  expect(forged).not.toContain(control[0]);
  expect(tokenizer.decode(forged)).toBe("a<k>b");
  const parsed = tokenizer.encode("a<k>b", { addSpecial: false });
  expect([tokenizer.decode(parsed), tokenizer.decode(parsed, { skipSpecial: false })]).toEqual(["ab", "a<k>b"]);
});

test("no text becomes a special token when it is not to", async () => {
  for (const name of ["json-byte-level", "json-replace", "json-metaspace", "json-unigram", "sentencepiece-unigram", "sentencepiece-bpe"]) {
    const tokenizer = await loadTokenizer(golden(name));
    const special = Array.from({ length: tokenizer.size }, (_, id) => id).filter((id) => tokenizer.tokenText(id) !== "" && tokenizer.decode([id], { continuing: true }) === "" && id !== tokenizer.special.unknown);
    expect(special.length).toBeGreaterThan(1);
    // The full-width brackets become the others in the normalisation of json-unigram.
    const text = fc.array(fc.oneof(fc.constantFrom("<k>", "</s>", "<s>", "＜k＞", "＜/s＞", "<", ">", "/", "k", "s", " "), hardText), { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(fc.property(text, (text) => void expect(tokenizer.encode(text, { addSpecial: false, parseSpecial: false }).filter((id) => special.includes(id))).toEqual([])), { numRuns: 500 });
  }
});

test("a lone surrogate is read as the replacement character", async () => {
  const tokenizer = await loadTokenizer(golden("json-byte-level"));
  for (const text of ["a\ud83d", "\udc4b b", "\udc4b\ud83d"]) expect(tokenizer.encode(text)).toEqual(tokenizer.encode(text.toWellFormed()));
});

test("ids that there are not", async () => {
  const tokenizer = await loadTokenizer(golden("json-byte-level"));
  for (const id of [tokenizer.size, -1, 1.5, Number.NaN, 1e12]) {
    const sentence = `token-unknown: There is no token ${id}: this tokenizer's ids are 0 to ${tokenizer.size - 1}.`;
    expect(await failureOf(() => tokenizer.decode([0, id]))).toBe(sentence);
    expect(await failureOf(() => tokenizer.tokenText(id))).toBe(sentence);
    expect(await failureOf(() => tokenizer.stream().push(id))).toBe(sentence);
  }
  expect(tokenizer.decode(Int32Array.from(tokenizer.encode("The river")))).toBe("The river");
});
