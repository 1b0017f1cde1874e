import { basename, dirname, extname, resolve } from "node:path";
import { contentHash, SteadfastError } from "../../base/index.ts";
import { readInstructionFile } from "../data/read-instruction-file.ts";
import type { InstructionRecord, RecordProblem } from "../data/record.ts";

/** Records to be answered, with their references. */
export interface EvaluationData {
  /** Folder and file without its ending, `dolly/valid`; more folders where two files would have one name. */
  readonly name: string;
  readonly path: string;
  readonly records: readonly InstructionRecord[];
  /** Lines that are no records. */
  readonly problems: readonly RecordProblem[];
  /** SHA-256 of the records. */
  readonly hash: string;
}

/** @see readEvaluationData */
export interface ReadEvaluationOptions {
  /** Only so many records of each file, from its start. */
  readonly limit?: number;
  /** Makes the first unusable record fatal, as it must be where responses stand beside records by their order. */
  readonly strict?: boolean;
}

/**
 * Reads the data sets of an evaluation. Every record needs a reference.
 *
 * @throws SteadfastError those of `readInstructionFile`; `data-twice` for a file that is named twice
 * @example
 * const [dolly] = await readEvaluationData(["dolly/valid.jsonl"], { limit: 20 });
 */
export async function readEvaluationData(paths: readonly string[], { limit, strict = false }: ReadEvaluationOptions = {}): Promise<EvaluationData[]> {
  const names = dataNames(paths);
  const read: EvaluationData[] = [];
  for (const [place, path] of paths.entries()) {
    const { records, problems } = await readInstructionFile(path, { strict, ...(limit === undefined ? {} : { limit }) });
    // Where a record stands in its file changes nothing about it.
    read.push({ name: names[place]!, path, records, problems, hash: contentHash(records.map((record) => ({ ...record, line: undefined }))) });
  }
  return read;
}

/** The shortest ends of the paths, of at least a folder and a file, that tell all of them apart. */
export function dataNames(paths: readonly string[]): string[] {
  const whole = paths.map((path) => resolve(path));
  const twice = whole.findIndex((path, place) => whole.indexOf(path) !== place);
  if (twice >= 0) throw new SteadfastError({ code: "data-twice", sentence: `The data ${paths[twice]} is given twice.`, hint: "Name each file once." });
  const parts = whole.map((path) => [...dirname(path).split(/[\\/]/).filter((part) => part !== ""), basename(path, extname(path))]);
  const longest = Math.max(2, ...parts.map(({ length }) => length));
  for (let count = 2; count <= longest; count += 1) {
    const names = parts.map((each) => each.slice(-count).join("/"));
    if (new Set(names.map(folderOfData)).size === names.length) return names;
  }
  // Only the endings differ, or characters that no folder name keeps.
  return parts.map((each, place) => `${each.slice(-2).join("/")} ${place + 1}`);
}

/** The name of a data set as the name of one folder. */
export function folderOfData(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-");
}
