import { tensorValue, type ValuesOf } from "../../graph/index.ts";
import { labelledPlaces, noLabel, paddedCount } from "../../lm/index.ts";
import type { DistillationInputs } from "../losses/distillation-loss.ts";
import { whitened } from "../policy/returns.ts";
import type { TrainedSequence } from "../sources/trained-sequence.ts";
import type { Teacher, TeacherJob } from "../teachers/teacher.ts";

/** @see distillationInputs */
export interface InputOptions {
  /** Rows of every batch; those without a sequence have no label. */
  readonly rows: number;
  /** Micro-batches, a divisor of the rows. */
  readonly pieces: number;
  /** No row is wider. */
  readonly maximumWidth: number;
  /** Without, only labels are learnt. */
  readonly teacher?: Teacher;
  /** Adds what a policy gradient needs. */
  readonly policy?: boolean;
}

/** Widths are multiples of it, so that few graphs are compiled. */
const widthMultiple = 64;

/** Sequences as micro-batches of equal shapes, with what the teacher says at each response token. */
export async function distillationInputs(sequences: readonly TrainedSequence[], options: InputOptions): Promise<{ readonly microBatches: ValuesOf<DistillationInputs>[]; readonly tokens: number }> {
  const { rows, pieces, maximumWidth, teacher, policy = false } = options;
  const longest = Math.max(...sequences.map(({ ids }) => ids.length - 1));
  const width = Math.min(maximumWidth, Math.ceil(longest / widthMultiple) * widthMultiple);
  const rowsAPiece = rows / pieces;
  const members = Array.from({ length: pieces }, (_, piece) => sequences.slice(piece * rowsAPiece, (piece + 1) * rowsAPiece));
  const responseTokens = (of: readonly TrainedSequence[]): number => of.reduce((sum, { ids, promptLength }) => sum + ids.length - promptLength, 0);
  const count = paddedCount(Math.max(...members.map(responseTokens)), rowsAPiece * width);
  const advantages = policy ? whitened(sequences.map((sequence) => sequence.policy!.returns)) : undefined;
  const microBatches: ValuesOf<DistillationInputs>[] = [];
  for (const [piece, own] of members.entries()) {
    const first = piece * rowsAPiece;
    microBatches.push({
      ...textsOf(own, { rows: rowsAPiece, width, count }),
      ...(teacher === undefined ? {} : await teacher.targets(count, jobsOf(own))),
      ...(advantages === undefined ? {} : policyOf(own, advantages.slice(first, first + own.length), count)),
    });
  }
  return { microBatches, tokens: responseTokens(sequences) };
}

function textsOf(sequences: readonly TrainedSequence[], { rows, width, count }: { rows: number; width: number; count: number }): Pick<ValuesOf<DistillationInputs>, "ids" | "places" | "labels"> {
  const ids = new Int32Array(rows * width);
  const labels = new Int32Array(rows * width).fill(noLabel);
  for (const [row, sequence] of sequences.entries()) {
    ids.set(sequence.ids.slice(0, -1), row * width);
    // The prompt's last token predicts the first of the response; the end token is predicted like any other.
    labels.set(sequence.ids.slice(sequence.promptLength), row * width + sequence.promptLength - 1);
  }
  const labelled = labelledPlaces(labels, count);
  return { ids: tensorValue("int32", [rows, width], ids), places: tensorValue("int32", [count], labelled.places), labels: tensorValue("int32", [count], labelled.labels) };
}

/** Labelled places stand row by row, so each response's are one behind the other. */
function jobsOf(sequences: readonly TrainedSequence[]): TeacherJob[] {
  let place = 0;
  return sequences.map((sequence) => {
    const job = { sequence, place };
    place += sequence.ids.length - sequence.promptLength;
    return job;
  });
}

function policyOf(sequences: readonly TrainedSequence[], advantages: readonly (readonly number[])[], count: number): Pick<ValuesOf<DistillationInputs>, "advantages" | "behaviour"> {
  const padded = (values: readonly number[]): Float32Array => {
    const all = new Float32Array(count);
    all.set(values);
    return all;
  };
  return {
    advantages: tensorValue("float32", [count], padded(advantages.flat())),
    behaviour: tensorValue("float32", [count], padded(sequences.flatMap(({ policy }) => policy!.behaviour))),
  };
}
