import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { SteadfastError } from "../../base/index.ts";
import { loadTokenizer } from "./load-tokenizer.ts";
import { goldenFolder } from "./testing/published.ts";
import { failureOf, scratchFolders } from "./testing/scratch.ts";

const scratch = scratchFolders();
const model = { type: "BPE", vocab: { a: 0, b: 1, ab: 2 }, merges: ["a b"] };
const merges = "#version: 0.2\na b\n";

async function failure(files: Parameters<typeof scratch>[0]): Promise<string> {
  const folder = scratch(files);
  return (await failureOf(() => loadTokenizer(folder))).replaceAll(folder, "F");
}

test("a folder without a tokenizer, and no folder", async () => {
  const sentence = "holds no tokenizer: neither tokenizer.json, vocab.json with merges.txt, encoder.json with vocab.bpe, tokenizer.model nor spiece.model.";
  expect(await failure({ "config.json": {} })).toBe(`tokenizer-missing: F ${sentence}`);
  expect(await failureOf(() => loadTokenizer("/nowhere/at/all"))).toBe(`tokenizer-missing: /nowhere/at/all ${sentence}`);
});

test("half of a pair of files", async () => {
  expect(await failure({ "vocab.json": { a: 0 } })).toBe("tokenizer-missing: F holds vocab.json, but not merges.txt, which belongs to it.");
  expect(await failure({ "encoder.json": { a: 0 } })).toBe("tokenizer-missing: F holds encoder.json, but not vocab.bpe, which belongs to it.");
});

test("a folder in the place of a file", async () => {
  const folder = scratch({});
  mkdirSync(join(folder, "tokenizer.json"));
  expect((await failureOf(() => loadTokenizer(folder))).replaceAll(folder, "F")).toBe("tokenizer-unreadable: F/tokenizer.json is not a file.");
});

test.each<[string, Parameters<typeof scratch>[0], string]>([
  ["broken JSON", { "tokenizer.json": '{"model": ' }, "tokenizer-damaged: F/tokenizer.json is damaged: it is not JSON ("],
  ["JSON of another kind", { "tokenizer.json": "[1]" }, "tokenizer-damaged: F/tokenizer.json is damaged: it is not a JSON object."],
  ["no UTF-8", { "tokenizer.json": Uint8Array.of(0x7b, 0xff, 0x7d) }, "tokenizer-damaged: F/tokenizer.json is damaged: it is not UTF-8 text."],
  ["a broken configuration", { "tokenizer.json": { model }, "tokenizer_config.json": "{" }, "tokenizer-damaged: F/tokenizer_config.json is damaged: it is not JSON ("],
  ["no model", { "tokenizer.json": {} }, "tokenizer-damaged: F/tokenizer.json is damaged: it has no model."],
  ["a model of another kind", { "tokenizer.json": { model: { type: "WordPiece", vocab: {} } } }, 'tokenizer-unsupported: F/tokenizer.json holds a model of the kind "WordPiece"; BPE and Unigram are read.'],
  ["an empty vocabulary", { "tokenizer.json": { model: { ...model, vocab: {} } } }, "tokenizer-damaged: F/tokenizer.json is damaged: its vocabulary is empty."],
  ["an id for two pieces", { "tokenizer.json": { model: { ...model, vocab: { a: 0, b: 0 } } } }, 'tokenizer-damaged: F/tokenizer.json is damaged: the id 0 belongs to "a" and to "b".'],
  ["an absurd id", { "tokenizer.json": { model: { ...model, vocab: { a: 1e15 } } } }, 'tokenizer-damaged: F/tokenizer.json is damaged: the id of "a" is 1000000000000000, not a whole number from 0 to 4194303.'],
  ["an id that is no number", { "tokenizer.json": { model: { ...model, vocab: { a: "0" } } } }, 'tokenizer-damaged: F/tokenizer.json is damaged: the id of "a" is "0", not a whole number from 0 to 4194303.'],
  ["an absurd added id", { "tokenizer.json": { model, added_tokens: [{ id: -1, content: "<s>" }] } }, 'tokenizer-damaged: F/tokenizer.json is damaged: the id of "<s>" is -1, not a whole number from 0 to 4194303.'],
  ["an added id that is taken", { "tokenizer.json": { model, added_tokens: [{ id: 1, content: "<s>" }] } }, 'tokenizer-damaged: F/tokenizer.json is damaged: the id 1 belongs to "b" and to "<s>".'],
  ["a merge of what there is not", { "tokenizer.json": { model: { ...model, merges: ["a b", "b a"] } } }, 'tokenizer-damaged: F/tokenizer.json is damaged: merge 2, "b a", needs "ba", which is not in the vocabulary.'],
  ["no merge", { "tokenizer.json": { model: { ...model, merges: ["ab"] } } }, 'tokenizer-damaged: F/tokenizer.json is damaged: "ab" is no merge of two pieces.'],
  ["merges in a file that do not fit", { "vocab.json": { a: 0, b: 1 }, "merges.txt": merges }, 'tokenizer-damaged: F/vocab.json is damaged: merge 1, ["a","b"], needs "ab", which is not in the vocabulary.'],
  ["a line that is no merge", { "vocab.json": { a: 0, b: 1 }, "merges.txt": `${merges}a b c\n` }, 'tokenizer-damaged: F/merges.txt is damaged: the line "a b c" is no merge of two pieces.'],
  ["a class that splits otherwise", { "vocab.json": model.vocab, "merges.txt": merges, "tokenizer_config.json": { tokenizer_class: "CLIPTokenizer" } }, "tokenizer-unsupported: F/vocab.json belongs to a CLIPTokenizer, whose way of splitting text for byte pairs is not known."],
  ["a step that is not known", { "tokenizer.json": { model, pre_tokenizer: { type: "Magic" } } }, 'tokenizer-unsupported: F/tokenizer.json asks for the pre-tokenizer "Magic", which is not one of those that are followed.'],
  ["a normalizer that is not known", { "tokenizer.json": { model, normalizer: { type: "Sequence", normalizers: [{ type: "Nmt" }] } } }, 'tokenizer-unsupported: F/tokenizer.json asks for the normalizer "Nmt", which is not one of those that are followed.'],
  ["a step that is no step", { "tokenizer.json": { model, decoder: 3 } }, "tokenizer-damaged: F/tokenizer.json is damaged: 3 is no decoder."],
  ["a pattern that is none", { "tokenizer.json": { model, pre_tokenizer: { type: "Split", pattern: { Regex: "(" }, behavior: "Isolated" } } }, 'tokenizer-damaged: F/tokenizer.json is damaged: the pattern "(" cannot be read.'],
  ["a suffix of words", { "tokenizer.json": { model: { ...model, end_of_word_suffix: "</w>" } } }, 'tokenizer-unsupported: F/tokenizer.json sets "end_of_word_suffix" to "</w>", which is not followed.'],
  ["a template of what there is not", { "tokenizer.json": { model, post_processor: { type: "TemplateProcessing", single: [{ SpecialToken: { id: "<s>" } }, { Sequence: { id: "A" } }], special_tokens: { "<s>": { ids: [9] } } } } }, "tokenizer-damaged: F/tokenizer.json is damaged: its post_processor adds the token 9, which is not in the vocabulary."],
  ["a character map that is cut off", { "tokenizer.json": { model, normalizer: { type: "Precompiled", precompiled_charsmap: "AAAAAAAA" } } }, "tokenizer-damaged: F/tokenizer.json is damaged: the character map's trie does not fit into it."],
  ["scores that are none", { "tokenizer.json": { model: { type: "Unigram", vocab: [["a", null]] } } }, 'tokenizer-damaged: F/tokenizer.json is damaged: ["a",null] is no piece with its score.'],
  ["a flag that is none", { "tokenizer.json": { model }, "tokenizer_config.json": { add_bos_token: "yes" } }, 'tokenizer-damaged: F/tokenizer_config.json is damaged: "add_bos_token" is "yes", not true or false.'],
  ["an empty SentencePiece model", { "tokenizer.model": "" }, "tokenizer-damaged: F/tokenizer.model is damaged: it holds no pieces."],
  ["a page in the place of a model", { "spiece.model": "<!doctype html><html><body>Not found</body></html>" }, "tokenizer-damaged: F/spiece.model is damaged: it is no SentencePiece model"],
  ["a class that numbers pieces otherwise", { "tokenizer.model": readFileSync(join(goldenFolder, "sentencepiece-bpe/tokenizer.model")), "tokenizer_config.json": { tokenizer_class: "XLMRobertaTokenizer" } }, "tokenizer-unsupported: F/tokenizer.model belongs to a XLMRobertaTokenizer, which numbers or splits pieces in a way that is not known."],
])("%s", async (_, files, sentence) => {
  const told = await failure(files);
  expect(told.slice(0, sentence.length)).toBe(sentence);
});

test("a tokenizer of one's own with names of JavaScript's own objects", async () => {
  const names = { constructor: 0, toString: 1, __proto__x: 2, hasOwnProperty: 3, c: 4 };
  const tokenizer = await loadTokenizer(scratch({ "tokenizer.json": { model: { type: "BPE", vocab: names, merges: [], ignore_merges: true }, decoder: { type: "Fuse" } }, "tokenizer_config.json": { tokenizer_class: "constructor" } }));
  expect([tokenizer.encode("toString"), tokenizer.decode([0, 3])]).toEqual([[1], "constructorhasOwnProperty"]);
});

test.each(["sentencepiece-unigram", "sentencepiece-bpe"])("%s, cut off anywhere or with bytes changed, is read or refused", async (name) => {
  const bytes = readFileSync(join(goldenFolder, name, "tokenizer.model"));
  let refused = 0;
  const attempt = async (changed: Uint8Array): Promise<void> => {
    try {
      const tokenizer = await loadTokenizer(scratch({ "tokenizer.model": changed }));
      tokenizer.decode(tokenizer.encode("The old ﬁsh <s> [X] ½ e\u0301"));
    } catch (error) {
      expect(error).toBeInstanceOf(SteadfastError);
      refused += 1;
    }
  };
  for (let length = 0; length < bytes.length; length += 29) await attempt(bytes.subarray(0, length));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 }), async (changes) => {
      const changed = Uint8Array.from(bytes);
      for (const [at, byte] of changes) changed[at] = byte;
      await attempt(changed);
    }),
    { numRuns: 300 },
  );
  expect(refused).toBeGreaterThan(100);
});

test("an endless piece", async () => {
  const spelling = Buffer.from("a".repeat(5000));
  const length = (value: number): number[] => [(value & 127) | 128, value >> 7];
  const piece = Buffer.concat([Uint8Array.of(0x0a, ...length(spelling.length)), spelling]);
  expect(await failure({ "tokenizer.model": Buffer.concat([Uint8Array.of(0x0a, ...length(piece.length)), piece]) })).toBe("tokenizer-damaged: F/tokenizer.model is damaged: it has a piece of 5000 characters, which no tokenizer needs.");
});
