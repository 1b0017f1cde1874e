import { PbfReader } from "pbf";
import { messageOf, SteadfastError } from "../../../base/index.ts";
import { damaged, unsupported } from "../failure.ts";

/** What a piece is for, by the numbers of the file. */
const pieceTypes: Readonly<Record<number, SentencePieceType>> = { 1: "normal", 2: "unknown", 3: "control", 4: "user-defined", 5: "unused", 6: "byte" };
const modelTypes: Readonly<Record<number, string>> = { 1: "unigram", 2: "bpe", 3: "word", 4: "char" };
const mostPieces = 2 ** 22;
const longestPiece = 1000;

/** @see pieceTypes */
export type SentencePieceType = "normal" | "unknown" | "control" | "user-defined" | "unused" | "byte";

/** One piece; its id is its place. */
export interface SentencePiece {
  readonly spelling: string;
  readonly score: number;
  readonly type: SentencePieceType;
}

/** A SentencePiece model as its file has it. */
export interface SentencePieceFile {
  readonly pieces: readonly SentencePiece[];
  readonly kind: "unigram" | "bpe";
  readonly byteFallback: boolean;
  /** How the pieces of the roles are spelled; not all need be there. */
  readonly spelled: { readonly begin: string; readonly end: string; readonly padding: string; readonly unknown: string };
  readonly characterMap: Uint8Array | undefined;
  readonly addDummyPrefix: boolean;
  readonly removeExtraWhitespace: boolean;
  readonly escapeWhitespace: boolean;
}

type Value = number | Uint8Array;

/** Reads `tokenizer.model` or `spiece.model`: the protocol buffer ModelProto of SentencePiece. */
export function readSentencePieceFile(bytes: Uint8Array, file: string): SentencePieceFile {
  const pieces: SentencePiece[] = [];
  let trainer = new Map<number, Value>();
  let normalizer = new Map<number, Value>();
  for (const [field, value] of fields(bytes, file)) {
    if (field === 1) pieces.push(readPiece(bytesOf(value, file), file));
    else if (field === 2) trainer = new Map(fields(bytesOf(value, file), file));
    else if (field === 3) normalizer = new Map(fields(bytesOf(value, file), file));
    if (pieces.length > mostPieces) throw damaged(file, "it has more pieces than any tokenizer needs");
  }
  if (pieces.length === 0) throw damaged(file, "it holds no pieces");
  const flag = (map: Map<number, Value>, field: number, otherwise: boolean): boolean => (map.has(field) ? map.get(field) !== 0 : otherwise);
  const spelled = (field: number, otherwise: string): string => (trainer.has(field) ? textOf(trainer.get(field)!, file) : otherwise);
  const kind = modelTypes[Number(trainer.get(3) ?? 1)];
  if (kind !== "unigram" && kind !== "bpe") throw unsupported(file, `holds a model of the kind ${kind ?? "unknown"}; BPE and Unigram are read`);
  if (flag(trainer, 24, false)) throw unsupported(file, "writes spaces behind words, which is not followed");
  const map = normalizer.get(2);
  return {
    pieces,
    kind,
    byteFallback: flag(trainer, 35, false),
    spelled: { unknown: spelled(45, "<unk>"), begin: spelled(46, "<s>"), end: spelled(47, "</s>"), padding: spelled(48, "<pad>") },
    characterMap: map instanceof Uint8Array && map.length > 0 ? map : undefined,
    addDummyPrefix: flag(normalizer, 3, true),
    removeExtraWhitespace: flag(normalizer, 4, true),
    escapeWhitespace: flag(normalizer, 5, true),
  };
}

function readPiece(bytes: Uint8Array, file: string): SentencePiece {
  const values = new Map(fields(bytes, file));
  const spelling = values.has(1) ? textOf(values.get(1)!, file) : "";
  const score = values.get(2) ?? 0;
  const type = pieceTypes[Number(values.get(3) ?? 1)];
  if (spelling.length > longestPiece) throw damaged(file, `it has a piece of ${spelling.length} characters, which no tokenizer needs`);
  if (typeof score !== "number" || !Number.isFinite(score) || type === undefined) throw damaged(file, `the piece ${JSON.stringify(spelling.slice(0, 40))} has no right score or type`);
  return { spelling, score, type };
}

/** The fields of a message: whole numbers, single floats or bytes. Lengths are checked before they are believed. */
function* fields(bytes: Uint8Array, file: string): Generator<[field: number, value: Value]> {
  const reader = new PbfReader(bytes);
  try {
    while (reader.pos < bytes.length) {
      const field = reader.nextField();
      const value = readValue(reader, bytes);
      if (field === 0 || value === undefined || reader.pos > bytes.length) throw damaged(file, "it is no SentencePiece model, or it is cut off");
      if (value !== null) yield [field, value];
    }
  } catch (error) {
    if (error instanceof SteadfastError) throw error;
    throw damaged(file, `it is no SentencePiece model (${messageOf(error)})`, error);
  }
}

/** Null for a value of a kind that is not needed, undefined for one that does not fit into the bytes. */
function readValue(reader: PbfReader, bytes: Uint8Array): Value | null | undefined {
  switch (reader.type) {
    case 0:
      return reader.readVarint(true);
    case 1:
      reader.pos += 8;
      return null;
    case 2: {
      const length = reader.readVarint();
      if (length > bytes.length - reader.pos) return undefined;
      reader.pos += length;
      return bytes.subarray(reader.pos - length, reader.pos);
    }
    case 5:
      return bytes.length - reader.pos < 4 ? undefined : reader.readFloat();
    default:
      return undefined;
  }
}

function bytesOf(value: Value, file: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw damaged(file, "a part of it is not of the kind that it should be");
}

function textOf(value: Value, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytesOf(value, file));
  } catch (cause) {
    if (cause instanceof SteadfastError) throw cause;
    throw damaged(file, "a piece of it is not UTF-8 text", cause);
  }
}
