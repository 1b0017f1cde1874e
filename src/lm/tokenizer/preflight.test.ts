import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadTokenizer } from "./load-tokenizer.ts";
import { sameTokenizer } from "./preflight.ts";
import { goldenFolder } from "./testing/published.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();
const original = join(goldenFolder, "json-byte-level");
const read = (): Description => JSON.parse(readFileSync(join(original, "tokenizer.json"), "utf8")) as Description;

interface Description {
  added_tokens: { id: number; content: string; special: boolean; normalized: boolean; single_word: boolean; lstrip: boolean; rstrip: boolean }[];
  normalizer: unknown;
  post_processor: unknown;
  model: { merges: unknown[] };
}

const compared = async (change: (description: Description) => void): Promise<ReturnType<typeof sameTokenizer>> => {
  const description = read();
  change(description);
  return sameTokenizer(await loadTokenizer(original), await loadTokenizer(scratch({ "tokenizer.json": description })));
};

test("a copy is the same", async () => {
  expect(await compared(() => {})).toEqual({ same: true });
});

test.each<[string, (description: Description) => void]>([
  ["what stands around a text", (description) => (description.post_processor = null)],
  ["the normaliser", (description) => (description.normalizer = null)],
  ["merges in another order", (description) => description.model.merges.reverse()],
  ["an added token more", (description) => description.added_tokens.push({ id: 484, content: "<tool>", special: true, normalized: false, single_word: false, lstrip: false, rstrip: false })],
  ["a token under another name", (description) => (description.added_tokens.find(({ content }) => content === "[X]")!.content = "[Z]")],
])("a difference is found: %s", async (_, change) => {
  const result = await compared(change);
  expect(result.same).toBe(false);
  if (result.same) return;
  expect(result.first).not.toEqual(result.second);
});

test("the text that is told shows the difference", async () => {
  const [first, second] = [await loadTokenizer(original), await loadTokenizer(join(goldenFolder, "json-replace"))];
  const result = sameTokenizer(first, second);
  expect(result).toEqual({ same: false, text: "", first: first.encode(""), second: second.encode("") });
});
