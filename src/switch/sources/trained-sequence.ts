/** A prompt with the response that is learnt from. */
export interface TrainedSequence {
  readonly ids: readonly number[];
  /** At least 1. */
  readonly promptLength: number;
  /** The teacher's logits at each response token, [vocabulary], where a rollout has left them. */
  readonly teacher?: readonly Float32Array[];
  /** What a policy gradient needs of each response token, from when it was written. */
  readonly policy?: PolicyNotes;
}

/** Numbers of each response token. */
export interface PolicyNotes {
  readonly returns: readonly number[];
  /** Natural logarithm of the probability with which it was written. */
  readonly behaviour: readonly number[];
}

/** Where the sequences of a step came from. */
export type SequenceOrigin = "data" | "teacher" | "rollout" | "replay";

/** What one step learns from. */
export interface SourcedBatch {
  readonly origin: SequenceOrigin;
  readonly sequences: readonly TrainedSequence[];
}
