import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { type EventSink, SteadfastError } from "../../base/index.ts";
import { randomStream } from "../../stats/index.ts";
import { encodeRecords, type EncodeRecordsOptions } from "../data/encode-records.ts";
import type { Example } from "../data/example.ts";
import { readInstructionFile } from "../data/read-instruction-file.ts";

/** An example, where it came from and all its references. */
export interface SourcedExample extends Example {
  readonly file: string;
  readonly outputs: readonly string[];
}

/** What was read of some files. */
export interface PreparedExamples {
  readonly examples: readonly SourcedExample[];
  /** Records, usable or not. */
  readonly records: number;
}

/** @see prepareExamples */
export interface PrepareOptions extends EncodeRecordsOptions {
  readonly strict: boolean;
  readonly limit?: number;
  readonly sink: EventSink;
}

/** Unusable records that are told one by one; of the rest, how many. */
const toldProblems = 10;

/**
 * Reads files of instruction data as examples. What cannot be used is told with its file and line.
 *
 * @throws SteadfastError `data-record` for the first unusable record, with `strict`; `data-empty`, `data-twice`; those of
 * `readInstructionFile` and `encodeRecords`.
 * @example
 * const { examples } = await prepareExamples(["data.jsonl"], { tokenizer, template: "alpaca", strict: false, sink });
 */
export async function prepareExamples(files: readonly string[], { strict, limit, sink, ...encoding }: PrepareOptions): Promise<PreparedExamples> {
  const twice = files.find((file, place) => files.slice(0, place).some((other) => resolve(other) === resolve(file)));
  if (twice !== undefined) throw new SteadfastError({ code: "data-twice", sentence: `The data ${twice} is given twice.`, hint: "Name each file once; --epochs says how often it is read." });
  const examples: SourcedExample[] = [];
  let [records, problems] = [0, 0];
  const tell = (file: string, line: number, reason: string): void => {
    problems += 1;
    if (strict) throw new SteadfastError({ code: "data-record", sentence: `Line ${line} of ${file} cannot be used: ${reason}.`, hint: "Mend or remove it, or read without --strict to leave such records out." });
    sink({ type: "record", kind: "unused", key: `${file}:${line}`, value: { file, line, reason } });
    if (problems <= toldProblems) sink({ type: "message", level: "warning", text: `Line ${line} of ${file} is left out: ${reason}.` });
  };
  for (const file of files) {
    const left = limit === undefined ? undefined : limit - records;
    if (left === 0) break;
    const read = await readInstructionFile(file, { strict, ...(left === undefined ? {} : { limit: left }) });
    for (const { line, reason } of read.problems) tell(file, line, reason);
    records += read.records.length;
    for (const record of read.records) {
      const { examples: made, dropped } = encodeRecords([record], encoding);
      examples.push(...made.map((example) => ({ ...example, file, outputs: record.outputs })));
      for (const { line, reason } of dropped) tell(file, line, reason);
    }
  }
  if (problems > toldProblems) sink({ type: "message", level: "warning", text: `${problems} records are left out in all; each stands in the run with its line.` });
  if (examples.length === 0) throw new SteadfastError({ code: "data-empty", sentence: `None of the ${records} records of ${files.join(", ")} can be used.`, hint: "Raise --max-length and --max-prompt, or choose another --template." });
  return { examples, records };
}

/**
 * A share of the examples, drawn by the seed, kept back: at most `most`.
 *
 * @example
 * const { training, validation } = keepBack(examples, { share: 0.25, most: 100, seed: 1 });
 */
export function keepBack<Kept>(examples: readonly Kept[], { share, most, seed }: { share: number; most: number; seed: number }): { training: Kept[]; validation: Kept[] } {
  const count = Math.min(most, Math.floor(share * examples.length));
  const chosen = new Set(randomStream(seed, "validation").shuffle([...examples.keys()]).slice(0, count));
  return { training: examples.filter((_, index) => !chosen.has(index)), validation: examples.filter((_, index) => chosen.has(index)) };
}

/**
 * A hash of what is learnt: the ids, and where the responses begin.
 *
 * @example
 * hashOfExamples(examples).length; // 64
 */
export function hashOfExamples(examples: readonly Example[]): string {
  const hash = createHash("sha256");
  for (const { ids, promptLength } of examples) hash.update(Int32Array.of(ids.length, promptLength)).update(ids);
  return hash.digest("hex");
}
