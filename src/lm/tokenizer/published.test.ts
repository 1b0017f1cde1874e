import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTokenizer } from "./load-tokenizer.ts";
import { goldenFolder, goldenTexts, hasPublished, publishedFolder } from "./testing/published.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();
const read = (name: string, file: string): Buffer => readFileSync(join(publishedFolder, name, file));

describe.skipIf(!hasPublished)("published tokenizers (skipped where ../shared/data/tokenizers is missing)", () => {
  test("ids as the original library gives them", async () => {
    const expected = JSON.parse(readFileSync(join(goldenFolder, "published.json"), "utf8")) as Record<string, number[][]>;
    for (const [name, ids] of Object.entries(expected)) {
      const tokenizer = await loadTokenizer(join(publishedFolder, name));
      expect({ name, ids: goldenTexts.slice(0, ids.length).map((text) => tokenizer.encode(text)) }).toEqual({ name, ids });
    }
  });

  test("GPT-2's ids that are known everywhere", async () => {
    const tokenizer = await loadTokenizer(join(publishedFolder, "gpt2"));
    expect(tokenizer.encode("Hello world")).toEqual([15496, 995]);
    expect(tokenizer.encode("<|endoftext|>")).toEqual([50256]);
    expect([tokenizer.size, tokenizer.special]).toEqual([50257, { begin: 50256, end: 50256, unknown: 50256 }]);
    expect(tokenizer.tokenText(995)).toBe("Ġworld");
  });

  test("Llama's and T5's", async () => {
    const llama = await loadTokenizer(join(publishedFolder, "llama2"));
    expect(llama.encode("Hello world")).toEqual([1, 15043, 3186]);
    expect([llama.size, llama.special]).toEqual([32000, { begin: 1, end: 2, unknown: 0 }]);
    const t5 = await loadTokenizer(join(publishedFolder, "t5-small"));
    expect(t5.encode("Hello <extra_id_0> world")).toEqual([8774, 32099, 296, 1]);
    expect([t5.size, t5.special]).toEqual([32100, { end: 1, padding: 0, unknown: 2 }]);
  });

  test("both forms of Llama 2's tokenizer give the same ids", async () => {
    const json = await loadTokenizer(join(publishedFolder, "llama2"));
    const files = Object.fromEntries(["tokenizer.model", "tokenizer_config.json"].map((name) => [name, read("llama2", name)]));
    const model = await loadTokenizer(scratch(files));
    expect([model.size, model.special]).toEqual([json.size, json.special]);
    // This copy of tokenizer.json has spaces in the four pieces of no-break spaces.
    const differing = Array.from({ length: json.size }, (_, id) => id).filter((id) => json.tokenText(id) !== model.tokenText(id));
    expect(differing.map((id) => [json.tokenText(id), model.tokenText(id).replaceAll("\u00a0", " ")]).filter(([one, other]) => one !== other)).toEqual([]);
    expect(differing).toHaveLength(4);
    const texts = goldenTexts.filter((text) => !text.includes("\u00a0"));
    expect(texts.length).toBeGreaterThan(200);
    for (const options of [{}, { addSpecial: false }, { parseSpecial: false }]) expect(texts.map((text) => model.encode(text, options))).toEqual(texts.map((text) => json.encode(text, options)));
  });
});
