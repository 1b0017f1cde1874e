import { damaged, unsupported } from "../failure.ts";
import { gpt2 } from "./classes.ts";
import type { JsonObject } from "./folder.ts";
import type { NamedToken, TokenizerSettings } from "./settings.ts";

/**
 * The settings with the class that splits text for byte-level byte pairs.
 *
 * @throws SteadfastError `tokenizer-unsupported` for a class that is not known: each splits text in its own way.
 */
export function bytePairSettings(settings: TokenizerSettings, file: string): TokenizerSettings {
  if (settings.class?.form === "byte-pair") return settings;
  if (settings.class === undefined && settings.className === undefined) return { ...settings, class: gpt2 };
  throw unsupported(file, `belongs to a ${settings.className ?? "model of another kind"}, whose way of splitting text for byte pairs is not known`);
}

/** vocab.json and merges.txt of byte-level byte pairs, written as tokenizer.json. */
export function byteLevelTokenizerJson(options: { vocabulary: JsonObject; merges: string; settings: TokenizerSettings; mergesFile: string }): JsonObject {
  const { vocabulary, settings } = options;
  const { pattern, composed } = settings.class ?? {};
  const prefixed = settings.configuration["add_prefix_space"] === true;
  const bytes = { type: "ByteLevel", add_prefix_space: prefixed, trim_offsets: true };
  const split = { type: "Split", pattern: { Regex: pattern }, behavior: "Isolated", invert: false };
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: addedTokens(vocabulary, settings),
    normalizer: composed === true ? { type: "NFC" } : null,
    pre_tokenizer: pattern === undefined ? { ...bytes, use_regex: true } : { type: "Sequence", pretokenizers: [split, { ...bytes, use_regex: false }] },
    post_processor: postProcessor(vocabulary, settings),
    decoder: { type: "ByteLevel", add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: { type: "BPE", dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: false, vocab: vocabulary, merges: mergeLines(options.merges, options.mergesFile) },
  };
}

function mergeLines(text: string, file: string): string[][] {
  const lines = text.split(/\r?\n/).filter((line, at) => line !== "" && !(at === 0 && line.startsWith("#version")));
  return lines.map((line) => {
    const pair = line.split(" ");
    if (pair.length !== 2 || pair.includes("")) throw damaged(file, `the line ${JSON.stringify(line.slice(0, 80))} is no merge of two pieces`);
    return pair;
  });
}

/** What the settings name and what the class takes for granted, as far as the vocabulary has it. */
function addedTokens(vocabulary: JsonObject, settings: TokenizerSettings): JsonObject[] {
  const { begin, end, unknown, padding } = settings.class ?? {};
  const taken: NamedToken[] = [begin, end, unknown, padding]
    .filter((content) => content !== undefined)
    .map((content) => ({ content, special: true, normalized: false, singleWord: false, stripLeft: false, stripRight: false }));
  const tokens = new Map([...settings.named, ...taken].toReversed().map((token) => [token.content, token]));
  return [...tokens.values()]
    .map((token) => ({ token, id: Object.hasOwn(vocabulary, token.content) ? vocabulary[token.content] : token.id }))
    .filter(({ id }) => id !== undefined)
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ token, id }) => ({ id, content: token.content, single_word: token.singleWord, lstrip: token.stripLeft, rstrip: token.stripRight, normalized: token.normalized, special: token.special }));
}

function postProcessor(vocabulary: JsonObject, settings: TokenizerSettings): JsonObject {
  const plain = { type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: true };
  const begin = settings.roles.begin?.content ?? settings.class?.begin;
  if (!(settings.addBegin ?? settings.class?.addBegin ?? false) || begin === undefined || !Object.hasOwn(vocabulary, begin)) return plain;
  const special = { SpecialToken: { id: begin, type_id: 0 } };
  const sequence = (id: string, type: number): JsonObject => ({ Sequence: { id, type_id: type } });
  return { type: "TemplateProcessing", single: [special, sequence("A", 0)], pair: [special, sequence("A", 0), special, sequence("B", 1)], special_tokens: { [begin]: { id: begin, ids: [vocabulary[begin]], tokens: [begin] } } };
}
