import { join } from "node:path";
import { expect, test } from "vitest";
import { loadTokenizer } from "./load-tokenizer.ts";
import { goldenFolder, goldenTexts, hasPublished, publishedFolder } from "./testing/published.ts";

const lines = goldenTexts.join("\n");
const texts = {
  lines: lines.repeat(Math.ceil(1e6 / lines.length)),
  word: Array.from({ length: 1e5 }, (_, at) => "abcdefghij"[(at * at + 7 * at) % 10]).join(""),
  spaces: " ".repeat(1e6),
  spacesBefore: `${" ".repeat(1e6)}x`,
  lineEnds: "\n".repeat(1e6),
  letters: "a".repeat(1e6),
  emoji: "👨‍👩‍👧".repeat(1e5),
  marks: "e\u0301\u0302".repeat(3e5),
  special: "<s></s><k>".repeat(1e5),
};
const own = ["json-byte-level", "json-replace", "json-metaspace", "json-words", "json-unigram", "sentencepiece-unigram", "sentencepiece-unigram-bytes", "sentencepiece-bpe", "sentencepiece-bpe-bytes"].map((name) => join(goldenFolder, name));
const published = hasPublished ? ["gpt2", "llama2", "t5-small"].map((name) => join(publishedFolder, name)) : [];

// Anything quadratic would take hours.
test.each([...own, ...published])("a megabyte is read and written in seconds, words of any length too: %s", async (folder) => {
  const tokenizer = await loadTokenizer(folder);
  for (const [what, text] of Object.entries(texts)) {
    for (const parseSpecial of [true, false]) {
      const start = performance.now();
      tokenizer.decode(tokenizer.encode(text, { parseSpecial }));
      expect({ what, tensOfSeconds: Math.floor((performance.now() - start) / 10_000) }).toEqual({ what, tensOfSeconds: 0 });
    }
  }
});
