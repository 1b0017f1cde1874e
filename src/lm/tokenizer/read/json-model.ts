import { damaged, shown, unsupported } from "../failure.ts";
import { bytePairModel } from "../model/byte-pair.ts";
import { byteIds, type TokenModel, type UnknownPolicy } from "../model/model.ts";
import { unigramModel } from "../model/unigram.ts";
import { isObject, type JsonObject } from "./folder.ts";
import { readMerges } from "./merges.ts";
import { Vocabulary } from "./vocabulary.ts";

/** How much less likely than the least likely piece an unknown character is. */
export const unknownPenalty = 10;

/** The model of tokenizer.json; its kind can be told from its vocabulary, for some files leave it out. */
export type ModelKind = "BPE" | "Unigram";

export function modelKind(model: JsonObject, file: string): ModelKind {
  const kind = model["type"] ?? (Array.isArray(model["vocab"]) ? "Unigram" : Array.isArray(model["merges"]) ? "BPE" : undefined);
  if (kind === "BPE" || kind === "Unigram") return kind;
  throw unsupported(file, kind === undefined ? "does not say of which kind its model is" : `holds a model of the kind ${shown(kind)}; BPE and Unigram are read`);
}

export function readVocabulary(model: JsonObject, kind: ModelKind, file: string): Vocabulary {
  const vocabulary = new Vocabulary(file);
  const given = model["vocab"];
  if (kind === "BPE") {
    if (!isObject(given)) throw damaged(file, "its model has no vocabulary");
    for (const [spelling, id] of Object.entries(given).sort(([, a], [, b]) => Number(a) - Number(b))) vocabulary.add(spelling, id);
  } else {
    if (!Array.isArray(given)) throw damaged(file, "its model has no vocabulary");
    given.forEach((entry, id) => vocabulary.add(scored(entry, file).spelling, id));
  }
  if (vocabulary.spellings.length === 0) throw damaged(file, "its vocabulary is empty");
  return vocabulary;
}

/** @param special ids that text never becomes, however it is spelled. */
export function readModel(model: JsonObject, kind: ModelKind, vocabulary: Vocabulary, special: ReadonlySet<number>, file: string): TokenModel {
  return kind === "BPE" ? bytePair(model, vocabulary, special, file) : unigram(model, vocabulary, special, file);
}

function bytePair(model: JsonObject, vocabulary: Vocabulary, special: ReadonlySet<number>, file: string): TokenModel {
  for (const name of ["continuing_subword_prefix", "end_of_word_suffix"]) {
    if ((model[name] ?? "") !== "") throw unsupported(file, `sets "${name}" to ${shown(model[name])}, which is not followed`);
  }
  if ((model["dropout"] ?? 0) !== 0) throw unsupported(file, "drops merges at random, which is for training a tokenizer only");
  if (!Array.isArray(model["merges"])) throw damaged(file, "its model has no merges");
  const named = model["unk_token"] ?? null;
  const unknown = named === null ? undefined : vocabulary.ids.get(String(named));
  if (named !== null && unknown === undefined) throw damaged(file, `its unknown token ${shown(named)} is not in the vocabulary`);
  return bytePairModel({
    pieces: withoutSpecial(vocabulary, special),
    merges: readMerges(model["merges"], vocabulary.ids, special, file),
    unknown: { id: unknown, fused: model["fuse_unk"] === true, bytes: model["byte_fallback"] === true ? byteIds(vocabulary.ids) : undefined },
    wholeFirst: model["ignore_merges"] === true,
  });
}

function unigram(model: JsonObject, vocabulary: Vocabulary, special: ReadonlySet<number>, file: string): TokenModel {
  const id = model["unk_id"] ?? undefined;
  if (id !== undefined && (typeof id !== "number" || vocabulary.spellings[id] === undefined)) throw damaged(file, `its unk_id ${shown(id)} is not in the vocabulary`);
  const scores = (model["vocab"] as unknown[]).map((entry) => scored(entry, file));
  const unknown: UnknownPolicy = { id, fused: true, bytes: model["byte_fallback"] === true ? byteIds(vocabulary.ids) : undefined };
  const lowest = scores.reduce((least, { score }) => Math.min(least, score), Infinity);
  const pieces = scores.map((piece, at) => ({ ...piece, id: at })).filter(({ id: piece }) => !special.has(piece) && piece !== id);
  return unigramModel({ pieces, unknown, unknownScore: lowest - unknownPenalty, precision: "double" });
}

function scored(entry: unknown, file: string): { spelling: string; score: number } {
  if (Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string" && typeof entry[1] === "number" && Number.isFinite(entry[1])) return { spelling: entry[0], score: entry[1] };
  throw damaged(file, `${shown(entry)} is no piece with its score`);
}

function withoutSpecial(vocabulary: Vocabulary, special: ReadonlySet<number>): Map<string, number> {
  return new Map([...vocabulary.ids].filter(([, id]) => !special.has(id)));
}
