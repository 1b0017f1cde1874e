import type { TensorValue } from "../../graph/index.ts";
import type { TrainedSequence } from "../sources/trained-sequence.ts";

/** A sequence and the first of its places in a micro-batch; its response's tokens take the places from there on. */
export interface TeacherJob {
  readonly sequence: TrainedSequence;
  readonly place: number;
}

/** What a teacher says at the places of a micro-batch: everything, or the likeliest tokens and one number for all others. */
export interface TeacherTargets {
  /** [count, vocabulary] logits, or [count, k] natural log-probabilities. */
  readonly teacher: TensorValue;
  /** [count, k], no two of a row equal. */
  readonly teacherIds?: TensorValue;
  /** [count]. */
  readonly teacherTail?: TensorValue;
}

/** Whoever says how likely each token of a response was. Places without a job hold numbers that nobody reads. */
export interface Teacher {
  /** For reports: whether its whole distribution is compared, or its likeliest tokens. */
  readonly description: string;
  targets(count: number, jobs: readonly TeacherJob[]): Promise<TeacherTargets>;
  /** Gives back what it holds open, if anything. */
  close?(): Promise<void>;
}
