import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadTokenizer } from "./load-tokenizer.ts";
import { sameTokenizer } from "./preflight.ts";
import { chatTemplates } from "./testing/chat-templates.ts";
import { goldenFolder, goldenTexts, hasPublished, publishedFolder } from "./testing/published.ts";
import { scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();
// "hello" and " hello" in GPT-2's spelling, with OPT's first tokens.
const vocabulary = { "<s>": 0, "<pad>": 1, "</s>": 2, h: 3, e: 4, l: 5, o: 6, "Ġ": 7, he: 8, ll: 9, hell: 10, hello: 11, "Ġhello": 12, "<|endoftext|>": 13 };
const merges = "#version: 0.2\nh e\nl l\nhe ll\nhell o\nĠ hello\n";
const texts = (tokens: { encode: (text: string) => number[] }): number[][] => ["hello hello", "hell", "</s>hello"].map((text) => tokens.encode(text));

describe("byte pairs in files of their own", () => {
  test("GPT-2's: nothing around a text", async () => {
    const tokenizer = await loadTokenizer(scratch({ "vocab.json": vocabulary, "merges.txt": merges }));
    expect([tokenizer.encode("hello hello"), tokenizer.encode("<|endoftext|>hell")]).toEqual([[11, 12], [13, 10]]);
    expect([tokenizer.special, tokenizer.size]).toEqual([{ begin: 13, end: 13, unknown: 13 }, 14]);
  });

  test("OPT's: </s> in front, as tokenizer_config.json says", async () => {
    const named = { bos_token: { __type: "AddedToken", content: "</s>", normalized: true }, eos_token: "</s>", unk_token: "</s>", pad_token: "<pad>" };
    const tokenizer = await loadTokenizer(scratch({ "vocab.json": vocabulary, "merges.txt": merges, "tokenizer_config.json": { tokenizer_class: "GPT2Tokenizer", add_bos_token: true, ...named } }));
    expect(texts(tokenizer)).toEqual([[2, 11, 12], [2, 10], [2, 2, 11]]);
    expect(tokenizer.encode("hello", { addSpecial: false })).toEqual([11]);
    expect(tokenizer.special).toEqual({ begin: 2, end: 2, padding: 1, unknown: 2 });
    expect(tokenizer.decode([2, 11, 12])).toBe("hello hello");
  });

  test("OPT's: the same where only config.json tells the family", async () => {
    const tokenizer = await loadTokenizer(scratch({ "vocab.json": vocabulary, "merges.txt": merges, "config.json": { model_type: "opt" } }));
    expect(texts(tokenizer)).toEqual([[2, 11, 12], [2, 10], [2, 2, 11]]);
    expect(tokenizer.special).toEqual({ begin: 2, end: 2, padding: 1, unknown: 2 });
  });

  test("Qwen2's: words are split in its own way", async () => {
    const folder = scratch({ "vocab.json": { ...vocabulary, "!": 14, "!h": 15 }, "merges.txt": `${merges}! h\n`, "tokenizer_config.json": { tokenizer_class: "Qwen2Tokenizer", added_tokens_decoder: { 16: { content: "<|im_end|>", special: true } }, eos_token: "<|im_end|>" } });
    const tokenizer = await loadTokenizer(folder);
    // A mark stays with the letters behind it, where GPT-2 would part them.
    expect([tokenizer.encode("!h"), tokenizer.encode("h<|im_end|>")]).toEqual([[15], [3, 16]]);
    expect(tokenizer.special).toEqual({ end: 16, padding: 13 });
    expect((await loadTokenizer(scratch({ "vocab.json": { ...vocabulary, "!": 14, "!h": 15 }, "merges.txt": `${merges}! h\n` }))).encode("!h")).toEqual([14, 3]);
  });

  test("tokens of added_tokens.json come after the vocabulary", async () => {
    const tokenizer = await loadTokenizer(scratch({ "vocab.json": vocabulary, "merges.txt": merges, "added_tokens.json": { "<sep>": 14 } }));
    expect([tokenizer.size, tokenizer.encode("hello<sep>"), tokenizer.decode([11, 14])]).toEqual([15, [11, 14], "hello<sep>"]);
  });

  test("GPT-2's first files are handed on under names that others look for", async () => {
    const original = await loadTokenizer(scratch({ "encoder.json": vocabulary, "vocab.bpe": merges }));
    expect([...original.files.keys()].sort()).toEqual(["merges.txt", "tokenizer.json", "tokenizer_config.json", "vocab.json"]);
    const all = Object.fromEntries(original.files);
    const { "tokenizer.json": _, ...withoutJson } = all;
    for (const files of [all, withoutJson]) {
      const again = await loadTokenizer(scratch(files));
      expect(sameTokenizer(original, again)).toEqual({ same: true });
      expect([again.special, again.size]).toEqual([original.special, original.size]);
    }
  });
});

test("files are handed on as they are", async () => {
  const json = readFileSync(join(goldenFolder, "json-byte-level/tokenizer.json"));
  const folder = scratch({ "tokenizer.json": json, "tokenizer_config.json": { eos_token: "</s>" }, "chat_template.jinja": "x", "config.json": {}, "model.safetensors": "w" });
  const { files } = await loadTokenizer(folder);
  expect([...files.keys()]).toEqual(["tokenizer.json", "tokenizer_config.json", "chat_template.jinja"]);
  expect(Buffer.compare(files.get("tokenizer.json")!, json)).toBe(0);
});

describe("SentencePiece models", () => {
  const model = readFileSync(join(goldenFolder, "sentencepiece-bpe-bytes/tokenizer.model"));
  const plain = [..."Red"].length;

  test("the class says what stands around a text", async () => {
    const bare = (await loadTokenizer(scratch({ "tokenizer.model": model }))).encode("Red river", { addSpecial: false });
    expect(bare.length).toBeGreaterThan(plain - 2);
    const around = async (configuration: object): Promise<number[]> => (await loadTokenizer(scratch({ "tokenizer.model": model, "tokenizer_config.json": configuration }))).encode("Red river");
    expect(await around({})).toEqual([1, ...bare]);
    expect(await around({ tokenizer_class: "LlamaTokenizer" })).toEqual([1, ...bare]);
    expect(await around({ tokenizer_class: "LlamaTokenizer", add_bos_token: false, add_eos_token: true })).toEqual([...bare, 2]);
    expect(await around({ tokenizer_class: "T5Tokenizer" })).toEqual([...bare, 2]);
  });

  test("T5's further tokens count down from the end", async () => {
    const tokenizer = await loadTokenizer(scratch({ "spiece.model": model, "config.json": { model_type: "t5" } }));
    expect(tokenizer.size).toBe(660);
    expect([tokenizer.tokenText(659), tokenizer.tokenText(560)]).toEqual(["<extra_id_0>", "<extra_id_99>"]);
    expect(tokenizer.encode("<extra_id_0>").slice(0, 1)).toEqual([659]);
  });

  test("after a special token, a word begins with a space, unless the newer behaviour is asked for", async () => {
    const older = await loadTokenizer(scratch({ "tokenizer.model": model }));
    const newer = await loadTokenizer(scratch({ "tokenizer.model": model, "tokenizer_config.json": { tokenizer_class: "LlamaTokenizer", legacy: false } }));
    const spelled = (tokenizer: typeof older): string => tokenizer.encode("the</s>the", { addSpecial: false }).map((id) => tokenizer.tokenText(id)).join("");
    expect([spelled(older), spelled(newer)]).toEqual(["▁the</s>▁the", "▁the</s>the"]);
  });

  test("ids of the roles come from the model's own file", async () => {
    expect((await loadTokenizer(join(goldenFolder, "sentencepiece-bpe-bytes"))).special).toEqual({ begin: 1, end: 2, unknown: 0 });
  });
});

test("what tokenizer_config.json names is special, and add_bos_token goes before the post-processor for classes that know it", async () => {
  const json = readFileSync(join(goldenFolder, "json-byte-level/tokenizer.json"));
  const load = (configuration: object): ReturnType<typeof loadTokenizer> => loadTokenizer(scratch({ "tokenizer.json": json, "tokenizer_config.json": configuration }));
  const original = await load({});
  const [begin, end] = [original.encode("<k>", { addSpecial: false })[0]!, original.encode("</s>", { addSpecial: false })[0]!];
  const river = original.encode("river", { addSpecial: false });
  expect(original.encode("river")).toEqual([begin, ...river, end]);
  const named = { bos_token: "<k>", eos_token: { content: "</s>" }, pad_token: "<nowhere>" };
  const llama = await load({ ...named, tokenizer_class: "LlamaTokenizerFast", add_bos_token: true, add_eos_token: false });
  expect(llama.encode("river")).toEqual([begin, ...river]);
  expect(llama.special).toEqual({ begin, end });
  expect((await load({ ...named, tokenizer_class: "PreTrainedTokenizerFast", add_eos_token: false })).encode("river")).toEqual([begin, ...river, end]);
  const mark = await load({ additional_special_tokens: ["[X]"] });
  expect([original.decode(original.encode("[X]")), mark.decode(mark.encode("[X]"))]).toEqual(["[X]", ""]);
});

test("a merge of pieces that hold spaces is told by the vocabulary", async () => {
  const model = { type: "BPE", vocab: { " ": 0, "  ": 1, "    ": 2, a: 3 }, merges: ["   ", "     "] };
  const tokenizer = await loadTokenizer(scratch({ "tokenizer.json": { model, decoder: { type: "Fuse" } } }));
  expect(tokenizer.encode("     a")).toEqual([2, 0, 3]);
});

describe("chat templates", () => {
  const json = readFileSync(join(goldenFolder, "json-byte-level/tokenizer.json"));
  const rendered = async (files: Readonly<Record<string, string | object>>): Promise<string | undefined> => (await loadTokenizer(scratch({ "tokenizer.json": json, ...files }))).chatTemplate?.render([{ role: "user", content: "Hi" }]);
  const named = { bos_token: "<k>", eos_token: "</s>" };

  test("wherever they stand", async () => {
    expect(await rendered({})).toBeUndefined();
    expect(await rendered({ "tokenizer_config.json": { ...named, chat_template: chatTemplates.instruct } })).toBe("<k>[INST] Hi [/INST]");
    expect(await rendered({ "tokenizer_config.json": { ...named, chat_template: [{ name: "rag", template: "no" }, { name: "default", template: "{{ eos_token }}" }] } })).toBe("</s>");
    expect(await rendered({ "tokenizer_config.json": { chat_template: "no" }, "chat_template.json": { chat_template: "json" } })).toBe("json");
    expect(await rendered({ "tokenizer_config.json": { chat_template: "no" }, "chat_template.json": { chat_template: "no" }, "chat_template.jinja": "jinja" })).toBe("jinja");
  });

  test("several without a default are an error", async () => {
    const list = [{ name: "a", template: "1" }, { name: "b", template: "2" }];
    await expect(rendered({ "tokenizer_config.json": { chat_template: list } })).rejects.toMatchObject({ code: "tokenizer-damaged", message: expect.stringContaining("none is called default") });
  });
});

test.skipIf(!hasPublished)("GPT-2's published files make the round through all forms", async () => {
  const original = await loadTokenizer(join(publishedFolder, "gpt2"));
  const again = await loadTokenizer(scratch(Object.fromEntries(original.files)));
  expect(sameTokenizer(original, again)).toEqual({ same: true });
  expect(goldenTexts.map((text) => again.encode(text))).toEqual(goldenTexts.map((text) => original.encode(text)));
});
