import type { ChatMessage } from "../tokenizer/chat-template.ts";

/** One task with its references, in whatever form the file had it. */
export interface InstructionRecord {
  /** The line of the file where it begins, from 1. */
  readonly line: number;
  readonly id?: string;
  /** What kind of task it is, where the file says so. */
  readonly topic?: string;
  readonly instruction?: string;
  /** What the instruction is about; absent rather than empty. */
  readonly input?: string;
  /** A whole prompt, rendered already. */
  readonly prompt?: string;
  /** The conversation up to the answer, which is `outputs[0]`. */
  readonly messages?: readonly ChatMessage[];
  /** References; the first is the target of training. Empty only where they were declared optional. */
  readonly outputs: readonly string[];
}

/** A piece of a file that is no record, and why. */
export interface RecordProblem {
  readonly line: number;
  /** A clause without a full stop: `its field "output" is missing`. */
  readonly reason: string;
}
