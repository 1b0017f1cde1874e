import { SteadfastError } from "../../base/index.ts";
import { assembleTokenizer, type TokenizerParts } from "./assemble.ts";
import { readChatTemplate } from "./read/chat-template-files.ts";
import { bytePairSettings, byteLevelTokenizerJson } from "./read/byte-pair-files.ts";
import { type JsonObject, TokenizerFolder } from "./read/folder.ts";
import { readSentencePiece } from "./read/sentencepiece.ts";
import { readSentencePieceFile } from "./read/sentencepiece-file.ts";
import { readSettings, type TokenizerSettings } from "./read/settings.ts";
import { readTokenizerJson } from "./read/tokenizer-json.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** Everything that may belong to a tokenizer and is handed on as it is. */
const fileNames = ["tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "merges.txt", "tokenizer.model", "spiece.model", "chat_template.jinja", "chat_template.json"];

interface Read {
  readonly parts: TokenizerParts;
  /** Files that are written in the place of others. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

/**
 * Reads the tokenizer of a model's folder: `tokenizer.json`, or else `vocab.json` with `merges.txt`, GPT-2's `encoder.json` with
 * `vocab.bpe`, or a SentencePiece model, `tokenizer.model` or `spiece.model`; with it what `tokenizer_config.json`,
 * `special_tokens_map.json`, `added_tokens.json` and the configuration of the model say, and the chat template.
 *
 * @throws SteadfastError `tokenizer-missing`, `tokenizer-damaged`, `tokenizer-unsupported` or `tokenizer-unreadable`.
 * @example
 * const tokenizer = await loadTokenizer("models/student");
 * tokenizer.decode(tokenizer.encode("where is ada?")); // "where is ada?"
 */
export async function loadTokenizer(folder: string): Promise<Tokenizer> {
  const from = new TokenizerFolder(folder);
  const settings = await readSettings(from);
  const read = (await tokenizerJson(from, settings)) ?? (await bytePairFiles(from, settings)) ?? (await encoderFiles(from, settings)) ?? (await sentencePiece(from, settings));
  if (read === undefined) {
    throw new SteadfastError({
      code: "tokenizer-missing",
      sentence: `${folder} holds no tokenizer: neither tokenizer.json, vocab.json with merges.txt, encoder.json with vocab.bpe, tokenizer.model nor spiece.model.`,
      hint: "Fetch the model's tokenizer files into the folder, or check its name.",
    });
  }
  const files = new Map<string, Uint8Array>();
  for (const name of fileNames) {
    const bytes = read.files?.[name] ?? (await from.bytes(name));
    if (bytes !== undefined) files.set(name, bytes);
  }
  const spelling = (id: number | undefined): string | undefined => (id === undefined ? undefined : read.parts.spellings[id]);
  const { begin, end, padding, unknown } = read.parts.special;
  const chatTemplate = await readChatTemplate(from, settings.configuration, { bos_token: spelling(begin), eos_token: spelling(end), pad_token: spelling(padding), unk_token: spelling(unknown) });
  return assembleTokenizer(read.parts, chatTemplate, files);
}

async function tokenizerJson(from: TokenizerFolder, settings: TokenizerSettings): Promise<Read | undefined> {
  const json = await from.json("tokenizer.json");
  return json === undefined ? undefined : { parts: readTokenizerJson(json, settings, from.file("tokenizer.json")) };
}

async function bytePairFiles(from: TokenizerFolder, settings: TokenizerSettings): Promise<Read | undefined> {
  return (await bytePairs(from, settings, "vocab.json", "merges.txt"))?.read;
}

/** GPT-2's own files, which nothing else reads: handed on under the names that others look for. */
async function encoderFiles(from: TokenizerFolder, settings: TokenizerSettings): Promise<Read | undefined> {
  const found = await bytePairs(from, settings, "encoder.json", "vocab.bpe");
  if (found === undefined) return undefined;
  const { parts } = found.read;
  const named = { bos_token: parts.special.begin, eos_token: parts.special.end, unk_token: parts.special.unknown };
  const configuration = {
    tokenizer_class: "GPT2Tokenizer",
    add_prefix_space: false,
    clean_up_tokenization_spaces: false,
    ...Object.fromEntries(Object.entries(named).flatMap(([name, id]) => (id === undefined ? [] : [[name, parts.spellings[id]]]))),
    ...settings.configuration,
  };
  return {
    parts,
    files: {
      "tokenizer.json": Buffer.from(JSON.stringify(found.json)),
      "tokenizer_config.json": Buffer.from(`${JSON.stringify(configuration, null, 2)}\n`),
      "vocab.json": (await from.bytes("encoder.json"))!,
      "merges.txt": (await from.bytes("vocab.bpe"))!,
    },
  };
}

/** Undefined where the vocabulary is not there; the merges must be, where it is. */
async function bytePairs(from: TokenizerFolder, given: TokenizerSettings, vocabularyName: string, mergesName: string): Promise<{ read: Read; json: JsonObject } | undefined> {
  const vocabulary = await from.json(vocabularyName);
  if (vocabulary === undefined) return undefined;
  const merges = await from.text(mergesName);
  if (merges === undefined) {
    throw new SteadfastError({ code: "tokenizer-missing", sentence: `${from.path} holds ${vocabularyName}, but not ${mergesName}, which belongs to it.`, hint: `Fetch ${mergesName} of the same model into the folder.` });
  }
  const file = from.file(vocabularyName);
  const settings = bytePairSettings(given, file);
  const json = byteLevelTokenizerJson({ vocabulary, merges, settings, mergesFile: from.file(mergesName) });
  return { read: { parts: readTokenizerJson(json, settings, file) }, json };
}

async function sentencePiece(from: TokenizerFolder, settings: TokenizerSettings): Promise<Read | undefined> {
  for (const name of ["tokenizer.model", "spiece.model"]) {
    const bytes = await from.bytes(name);
    if (bytes !== undefined) return { parts: readSentencePiece(readSentencePieceFile(bytes, from.file(name)), settings, from.file(name)) };
  }
  return undefined;
}
