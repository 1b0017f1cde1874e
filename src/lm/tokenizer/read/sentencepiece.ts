import { type AddedToken } from "../added-tokens.ts";
import type { TokenizerParts } from "../assemble.ts";
import { damaged, shown, unsupported } from "../failure.ts";
import { bytePairModel, type Merge } from "../model/byte-pair.ts";
import { byteIds, type TokenModel, type UnknownPolicy } from "../model/model.ts";
import { unigramModel } from "../model/unigram.ts";
import { sentencePieceNormalizer } from "../normalize/sentencepiece-normalizer.ts";
import { escapeLiteral } from "../pattern.ts";
import { splitBy, type Splitter } from "../split/pieces.ts";
import { unknownPenalty } from "./json-model.ts";
import { readCharacterMap } from "./json-steps.ts";
import type { SentencePieceFile } from "./sentencepiece-file.ts";
import type { NamedToken, Role, TokenizerSettings } from "./settings.ts";
import { addTokens, specialIds, Vocabulary } from "./vocabulary.ts";

/** A SentencePiece model, followed as SentencePiece itself does it; special tokens are found in the text before. */
export function readSentencePiece(read: SentencePieceFile, settings: TokenizerSettings, file: string): TokenizerParts {
  if (settings.class?.form === "byte-pair" || (settings.class === undefined && settings.className !== undefined)) {
    throw unsupported(file, `belongs to a ${settings.className ?? "model with byte-level tokens"}, which numbers or splits pieces in a way that is not known`);
  }
  const vocabulary = new Vocabulary(file);
  read.pieces.forEach(({ spelling }, id) => {
    if (vocabulary.ids.has(spelling)) throw damaged(file, `it has the piece ${shown(spelling)} twice`);
    vocabulary.add(spelling, id);
  });
  const unknown = read.pieces.findIndex(({ type }) => type === "unknown");
  if (unknown === -1) throw damaged(file, "it has no piece for what is unknown");
  const controls = read.pieces.filter(({ type }) => type === "control" || type === "unknown").map(({ spelling }) => controlToken(spelling));
  const settled: TokenizerSettings = { ...settings, named: [...settings.named, ...controls, ...extraTokens(settings, vocabulary)] };
  const addedTokens: AddedToken[] = addTokens(vocabulary, [], settled);
  const userDefined = new Map(read.pieces.flatMap(({ spelling, type }, id) => (type === "user-defined" && spelling !== "" ? [[spelling, id]] : [])));
  const special = specialIds(vocabulary, settings, { ...ownRoles(read, vocabulary), unknown });
  const { addBegin = settings.class?.addBegin ?? special.begin !== undefined, addEnd = settings.class?.addEnd ?? false } = settings;
  const normalize = sentencePieceNormalizer({ map: read.characterMap === undefined ? undefined : readCharacterMap(read.characterMap, file), ...read, keepAt: userDefinedAt(userDefined) });
  // What begins after a special token counts as the start of a text, unless the newer behaviour is asked for.
  const everywhere = settings.configuration["legacy"] !== false;
  const policy: UnknownPolicy = { id: unknown, fused: true, bytes: read.byteFallback ? byteIds(new Map(read.pieces.flatMap(({ spelling, type }, id) => (type === "byte" ? [[spelling, id]] : [])))) : undefined };
  return {
    spellings: vocabulary.spellings,
    addedTokens,
    normalize: (text, first) => normalize(text, everywhere || first),
    split: read.kind === "bpe" ? userDefinedSplitter(userDefined) : (piece) => [piece],
    model: read.kind === "bpe" ? bytePairs(read, policy, userDefined, file) : unigram(read, policy),
    before: addBegin && special.begin !== undefined ? [special.begin] : [],
    after: addEnd && special.end !== undefined ? [special.end] : [],
    rules: { byteLevel: false, byteFallback: read.byteFallback, replacements: [{ from: /▁/g, to: " " }], separator: "", leadingSpaces: read.addDummyPrefix ? 1 : 0 },
    special,
  };
}

const controlToken = (content: string): NamedToken => ({ content, special: true, normalized: false, singleWord: false, stripLeft: false, stripRight: false });

/** `<extra_id_0>` has the last id. */
function extraTokens({ class: declared, configuration }: TokenizerSettings, vocabulary: Vocabulary): NamedToken[] {
  const given = configuration["extra_ids"] ?? declared?.extraIds ?? 0;
  const count = typeof given === "number" && Number.isInteger(given) && given >= 0 && given <= 10_000 ? given : 0;
  const next = vocabulary.spellings.length;
  return Array.from({ length: count }, (_, at) => ({ ...controlToken(`<extra_id_${count - 1 - at}>`), id: next + at }));
}

function ownRoles({ pieces, spelled }: SentencePieceFile, vocabulary: Vocabulary): Partial<Record<Role, number>> {
  const roles: Partial<Record<Role, number>> = {};
  for (const role of ["begin", "end", "padding"] as const) {
    const id = vocabulary.ids.get(spelled[role]);
    if (id !== undefined && pieces[id]?.type === "control") roles[role] = id;
  }
  return roles;
}

function userDefinedAt(userDefined: ReadonlyMap<string, number>): (text: string, at: number) => number {
  if (userDefined.size === 0) return () => 0;
  const pattern = new RegExp(alternatives(userDefined), "uy");
  return (text, at) => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0].length ?? 0;
  };
}

function userDefinedSplitter(userDefined: ReadonlyMap<string, number>): Splitter {
  return userDefined.size === 0 ? (piece) => [piece] : splitBy(new RegExp(alternatives(userDefined), "gu"), "Isolated");
}

const alternatives = (pieces: ReadonlyMap<string, number>): string => [...pieces.keys()].sort((a, b) => b.length - a.length).map(escapeLiteral).join("|");

/**
 * SentencePiece merges the neighbours whose joined piece has the highest score, however that piece is split; so all splits of
 * pieces of one score have one rank.
 */
function bytePairs(read: SentencePieceFile, unknown: UnknownPolicy, userDefined: ReadonlyMap<string, number>, file: string): TokenModel {
  const mergeable = read.pieces.map((piece, id) => ({ ...piece, id })).filter(({ type, spelling }) => type === "normal" && spelling !== "");
  if (read.pieces.some(({ type }) => type === "unused")) throw unsupported(file, "marks pieces as unused, which is not followed for byte pairs");
  const pieces = new Map(mergeable.map(({ spelling, id }) => [spelling, id]));
  const size = read.pieces.length;
  const strays = new Map<string, number>();
  for (const { spelling } of mergeable) {
    for (const character of spelling) if (!pieces.has(character) && !strays.has(character)) strays.set(character, size + strays.size);
  }
  const rankOfScore = new Map([...new Set(mergeable.map(({ score }) => score))].sort((a, b) => b - a).map((score, rank) => [score, rank]));
  const merges: Merge[] = [];
  for (const { spelling, score, id } of mergeable) {
    for (let at = 1; at < spelling.length; at++) {
      const left = spelling.slice(0, at);
      const right = spelling.slice(at);
      const ids = [pieces.get(left) ?? strays.get(left), pieces.get(right) ?? strays.get(right)];
      if (ids[0] !== undefined && ids[1] !== undefined) merges.push({ left: ids[0], right: ids[1], rank: rankOfScore.get(score)!, result: id });
    }
  }
  const model = bytePairModel({ pieces, merges, unknown, wholeFirst: false, strays: { size, ids: strays } });
  return {
    encode: (text, into) => {
      const id = userDefined.get(text);
      if (id === undefined) model.encode(text, into);
      else into.push(id);
    },
  };
}

function unigram(read: SentencePieceFile, unknown: UnknownPolicy): TokenModel {
  const scores = read.pieces.filter(({ type }) => type === "normal").map(({ score }) => score);
  const lowest = scores.reduce((least, score) => Math.min(least, score), Infinity);
  const highest = scores.reduce((most, score) => Math.max(most, score), -Infinity);
  const pieces = read.pieces.flatMap(({ spelling, score, type }, id) => {
    if (type === "normal") return [{ id, spelling, score }];
    // Pieces of users are preferred to any split of theirs: SentencePiece scores them by their length in bytes.
    return type === "user-defined" ? [{ id, spelling, score: Buffer.byteLength(spelling, "utf8") * highest - 0.1 }] : [];
  });
  return unigramModel({ pieces, unknown, unknownScore: lowest - unknownPenalty, precision: "single" });
}
