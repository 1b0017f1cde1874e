import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { type EventSink, makeFolder, messageOf, SteadfastError, systemCodeOf, writeFileAtomically } from "../../base/index.ts";
import { tensorValue } from "../../graph/index.ts";
import type { InferenceSession } from "../../lm/index.ts";
import type { TrainedSequence } from "../sources/trained-sequence.ts";
import { createLikeliest, type Likeliest } from "./likeliest.ts";
import { localTeacher } from "./local-teacher.ts";
import type { Teacher, TeacherJob } from "./teacher.ts";

/** @see cachedTeacher */
export interface CachedTeacherOptions {
  readonly folder: string;
  /** Likeliest tokens that are kept of each position. */
  readonly k: number;
  readonly session: InferenceSession;
  /** A hash of the teacher. */
  readonly teacher: string;
  /** All that will ever be asked for. */
  readonly sequences: readonly TrainedSequence[];
  readonly sink: EventSink;
  readonly signal?: AbortSignal;
}

/** Sequences of a file. */
const sequencesAFile = 64;
/** Positions whose logits are in memory together. */
const positionsAtOnce = 512;

/**
 * What a teacher says of sequences that stay the same, on disk: the k likeliest tokens of each position and one number for
 * all others. Whatever is missing is written first; a file is there whole or not at all, so an interrupted cache goes on where
 * it was.
 *
 * @throws SteadfastError `teacher-cache`, `disk-full`, `not-writable`, `write-failed`
 */
export async function cachedTeacher({ folder, k, session, teacher, sequences, sink, signal }: CachedTeacherOptions): Promise<Teacher> {
  if (!(Number.isSafeInteger(k) && k >= 1 && k < session.vocabulary)) throw new SteadfastError({ code: "teacher-cache", sentence: `A cache keeps from 1 to ${session.vocabulary - 1} tokens of each position, not ${k}.`, hint: "Usual are 20 to 100." });
  const whole = localTeacher(session);
  const likeliest = createLikeliest(session.vocabulary, k, session.options);
  const places = new Map<string, { readonly file: string; readonly first: number }>();
  await makeFolder(folder);
  for (let start = 0; start < sequences.length; start += sequencesAFile) {
    signal?.throwIfAborted();
    const members = sequences.slice(start, start + sequencesAFile);
    const file = join(folder, `${hashOf([teacher, String(k), String(session.vocabulary), ...members.map(keyOf)]).slice(0, 32)}.bin`);
    let first = 0;
    for (const member of members) {
      places.set(keyOf(member), { file, first });
      first += tokensOf(member);
    }
    if ((await sizeOf(file)) !== first * bytesAPosition(k)) {
      const parts: Uint8Array[] = [];
      for (const group of inPieces(members)) {
        const positions = group.reduce((sum, member) => sum + tokensOf(member), 0);
        const { teacher: logits } = await whole.targets(positions, jobsOf(group));
        parts.push(packed(await likeliest(logits), positions, k));
      }
      await writeFileAtomically(file, Buffer.concat(parts));
    }
    sink({ type: "progress", task: "asking the teacher", done: Math.min(sequences.length, start + sequencesAFile), total: sequences.length, unit: "sequences" });
  }
  const handles = new Map<string, FileHandle>();
  return {
    description: `the teacher's ${k} likeliest tokens and one bucket for all others, from a cache`,
    async targets(count, jobs) {
      const [ids, logs, tails] = [new Int32Array(count * k), new Float32Array(count * k), new Float32Array(count)];
      // Places that only fill up have k different tokens too.
      for (let place = 0; place < count; place += 1) for (let rank = 0; rank < k; rank += 1) ids[place * k + rank] = rank;
      for (const { sequence, place } of jobs) {
        const found = places.get(keyOf(sequence));
        if (found === undefined) throw new SteadfastError({ code: "teacher-cache", kind: "bug", sentence: "The teacher's cache was asked for a sequence that it was not made for." });
        const tokens = tokensOf(sequence);
        const bytes = await readExactly(handles, found.file, found.first * bytesAPosition(k), tokens * bytesAPosition(k));
        const numbers = new Float32Array(bytes.buffer);
        const integers = new Int32Array(bytes.buffer);
        for (let token = 0; token < tokens; token += 1) {
          const at = token * (2 * k + 1);
          ids.set(integers.subarray(at, at + k), (place + token) * k);
          logs.set(numbers.subarray(at + k, at + 2 * k), (place + token) * k);
          tails[place + token] = numbers[at + 2 * k]!;
        }
      }
      return { teacher: tensorValue("float32", [count, k], logs), teacherIds: tensorValue("int32", [count, k], ids), teacherTail: tensorValue("float32", [count], tails) };
    },
    async close() {
      for (const handle of handles.values()) await handle.close();
    },
  };
}

/** Of a position: k ids as int32, k logarithms and the tail's as float32, in the machine's order of bytes (little-endian wherever ONNX Runtime is). */
function bytesAPosition(k: number): number {
  return 4 * (2 * k + 1);
}

function packed({ ids, logs, tail }: Likeliest, positions: number, k: number): Uint8Array {
  const bytes = new ArrayBuffer(positions * bytesAPosition(k));
  const [numbers, whole] = [new Float32Array(bytes), new Int32Array(bytes)];
  for (let position = 0; position < positions; position += 1) {
    const at = position * (2 * k + 1);
    for (let rank = 0; rank < k; rank += 1) {
      whole[at + rank] = Number(ids.data[position * k + rank]);
      numbers[at + k + rank] = Number(logs.data[position * k + rank]);
    }
    numbers[at + 2 * k] = Number(tail.data[position]);
  }
  return new Uint8Array(bytes);
}

/** So many that their logits are few: one is allowed to have more. */
function inPieces(sequences: readonly TrainedSequence[]): TrainedSequence[][] {
  const pieces: TrainedSequence[][] = [];
  let positions = 0;
  for (const sequence of sequences) {
    positions += tokensOf(sequence);
    if (pieces.length === 0 || positions > positionsAtOnce) {
      pieces.push([]);
      positions = tokensOf(sequence);
    }
    pieces.at(-1)!.push(sequence);
  }
  return pieces;
}

function jobsOf(sequences: readonly TrainedSequence[]): TeacherJob[] {
  let place = 0;
  return sequences.map((sequence) => {
    const job = { sequence, place };
    place += tokensOf(sequence);
    return job;
  });
}

function tokensOf({ ids, promptLength }: TrainedSequence): number {
  return ids.length - promptLength;
}

function keyOf({ ids, promptLength }: TrainedSequence): string {
  return hashOf([`${promptLength}:${ids.join(" ")}`]);
}

function hashOf(parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\n");
  return hash.digest("hex");
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT") return -1;
    throw new SteadfastError({ code: "teacher-cache", sentence: `The teacher's cache ${file} cannot be read: ${messageOf(cause)}.`, hint: "Check its permissions, or remove the folder: it is written anew.", cause });
  }
}

async function readExactly(handles: Map<string, FileHandle>, file: string, from: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const handle = handles.get(file) ?? (await open(file));
    handles.set(file, handle);
    const bytes = new Uint8Array(length);
    const { bytesRead } = await handle.read(bytes, 0, length, from);
    if (bytesRead === length) return bytes;
    throw new Error(`it ends at byte ${from + bytesRead}`);
  } catch (cause) {
    throw new SteadfastError({ code: "teacher-cache", sentence: `The teacher's cache ${file} cannot be read: ${messageOf(cause)}.`, hint: "Remove the file and resume: it is written anew.", cause });
  }
}
