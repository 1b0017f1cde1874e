import type { TokenizerParts } from "../assemble.ts";
import { damaged, shown } from "../failure.ts";
import { tokenId } from "../limits.ts";
import { isObject, type JsonObject } from "./folder.ts";
import { readDecoder } from "./json-decoder.ts";
import { modelKind, readModel, readVocabulary } from "./json-model.ts";
import { readPostProcessor, type Surroundings } from "./json-post-processor.ts";
import { readSplitter } from "./json-splitters.ts";
import { readNormalizer } from "./json-steps.ts";
import type { NamedToken, TokenizerSettings } from "./settings.ts";
import { addTokens, specialIds, type Vocabulary } from "./vocabulary.ts";

/** Reads tokenizer.json; its truncation and padding are left to who encodes. */
export function readTokenizerJson(json: JsonObject, settings: TokenizerSettings, file: string): TokenizerParts {
  const model = json["model"];
  if (!isObject(model)) throw damaged(file, "it has no model");
  const kind = modelKind(model, file);
  const vocabulary = readVocabulary(model, kind, file);
  const unknown = kind === "BPE" && typeof model["unk_token"] === "string" ? vocabulary.ids.get(model["unk_token"]) : kind === "Unigram" && typeof model["unk_id"] === "number" ? model["unk_id"] : undefined;
  const addedTokens = addTokens(vocabulary, readAddedTokens(json["added_tokens"], file), settings);
  const controls = new Set(addedTokens.filter(({ special }) => special).map(({ id }) => id));
  const normalize = readNormalizer(json["normalizer"], file);
  const special = specialIds(vocabulary, settings, unknown === undefined ? {} : { unknown });
  return {
    spellings: vocabulary.spellings,
    addedTokens,
    normalize,
    split: readSplitter(json["pre_tokenizer"], file),
    model: readModel(model, kind, vocabulary, controls, file),
    ...surroundings(json, vocabulary, settings, special, file),
    rules: readDecoder(json["decoder"], file),
    special,
  };
}

/** `add_bos_token` and `add_eos_token` of tokenizer_config.json, where it says them, go before the post-processor. */
function surroundings(json: JsonObject, vocabulary: Vocabulary, settings: TokenizerSettings, special: { begin?: number; end?: number }, file: string): Surroundings {
  const own = readPostProcessor(json["post_processor"], vocabulary, file);
  if (settings.class === undefined) return own;
  const said = (wish: boolean | undefined, id: number | undefined, otherwise: readonly number[]): readonly number[] => (wish === undefined || id === undefined ? otherwise : wish ? [id] : []);
  return { before: said(settings.addBegin, special.begin, own.before), after: said(settings.addEnd, special.end, own.after) };
}

function readAddedTokens(value: unknown, file: string): NamedToken[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw damaged(file, "its added_tokens are no list");
  return (value as unknown[]).map((token) => {
    if (!isObject(token) || typeof token["content"] !== "string") throw damaged(file, `${shown(token)} is no added token`);
    const special = token["special"] === true;
    return {
      content: token["content"],
      id: tokenId(token["id"], { file, of: shown(token["content"]) }),
      special,
      normalized: typeof token["normalized"] === "boolean" ? token["normalized"] : !special,
      singleWord: token["single_word"] === true,
      stripLeft: token["lstrip"] === true,
      stripRight: token["rstrip"] === true,
    };
  });
}
