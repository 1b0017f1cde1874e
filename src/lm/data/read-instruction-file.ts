import { messageOf, SteadfastError } from "../../base/index.ts";
import { parseRecord, type ReferenceNeed } from "./parse-record.ts";
import type { Piece } from "./piece.ts";
import { readPieces } from "./read-pieces.ts";
import type { InstructionRecord, RecordProblem } from "./record.ts";

/** @see readInstructionFile */
export interface ReadInstructionOptions {
  /** Makes the first unusable record fatal. By default false: such records are reported. */
  strict?: boolean;
  /** Stops after so many records. By default all are read. */
  limit?: number;
  /** Whether a record without an answer is usable, as one is that is only to be answered. By default `required`. */
  references?: ReferenceNeed;
}

/** @see readInstructionFile */
export interface InstructionFile {
  readonly records: readonly InstructionRecord[];
  /** Pieces that are no records, by line. */
  readonly problems: readonly RecordProblem[];
}

/** A file of another kind is not read to its end, nor is every line of it kept as a problem. */
const problemsWithoutRecord = 1000;

/**
 * Reads instruction data: JSON lines, or one JSON list. Only the records are held in memory, never the file; a record
 * of more than 64 MB is a problem of its line.
 *
 * @throws SteadfastError `data-missing`, `data-unreadable`, `data-format` (not text in UTF-8), `data-empty` (no usable
 * record), `data-record` (the first unusable record, with `strict`) or `data-limit`.
 * @example
 * const { records, problems } = await readInstructionFile("dolly/train.jsonl");
 * for (const { line, reason } of problems) console.error(`Line ${line} is left out: ${reason}.`);
 */
export async function readInstructionFile(path: string, options: ReadInstructionOptions = {}): Promise<InstructionFile> {
  const { strict = false, limit, references = "required" } = options;
  if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 1)) throw new SteadfastError({ code: "data-limit", sentence: `The limit of records must be a whole number of at least 1, not ${limit}.` });
  const records: InstructionRecord[] = [];
  const problems: RecordProblem[] = [];
  for await (const piece of readPieces(path)) {
    const parsed = parsePiece(piece, references);
    if (typeof parsed !== "string") records.push(parsed);
    else if (strict) throw new SteadfastError({ code: "data-record", sentence: `Line ${piece.line} of ${path} cannot be used: ${parsed}.`, hint: "Mend or remove that record." });
    else problems.push({ line: piece.line, reason: parsed });
    if (records.length === limit) break;
    if (records.length === 0 && problems.length === problemsWithoutRecord) break;
  }
  if (records.length === 0) throw empty(path, problems);
  return { records, problems };
}

function parsePiece(piece: Piece, references: ReferenceNeed): InstructionRecord | string {
  if ("reason" in piece) return piece.reason;
  let value: unknown;
  try {
    value = JSON.parse(piece.text);
  } catch (error) {
    // The parser quotes what it read, line breaks and all.
    return `it is not valid JSON (${messageOf(error).replaceAll(/\p{Cc}+/gu, " ")})`;
  }
  return parseRecord(value, piece.line, references);
}

function empty(path: string, problems: readonly RecordProblem[]): SteadfastError {
  const [first] = problems;
  if (first === undefined) return new SteadfastError({ code: "data-empty", sentence: `The file ${path} holds no record.`, hint: "Each line must be a JSON object such as {\"instruction\": …, \"output\": …}." });
  const count = problems.length === problemsWithoutRecord ? `first ${problemsWithoutRecord}` : problems.length;
  const subject = problems.length === 1 ? `The only record of ${path} cannot` : `None of the ${count} records of ${path} can`;
  return new SteadfastError({
    code: "data-empty",
    sentence: `${subject} be used; line ${first.line}: ${first.reason}.`,
    hint: "Each line must be a JSON object such as {\"instruction\": …, \"output\": …}, or the file one list of them.",
  });
}
