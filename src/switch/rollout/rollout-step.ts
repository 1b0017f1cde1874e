import type { Writer } from "../strategy/rollout-strategy.ts";

/** One token of a rollout, and how it came about. */
export interface RolloutStep {
  readonly token: number;
  readonly who: Writer;
  /** Whether the student alone would have written the same token here. */
  readonly agreed: boolean;
  /** NaN where it was not read. */
  readonly divergence: number;
  /** τ_t; NaN for strategies without. */
  readonly threshold: number;
  /** Of the token, in [0, 1]; NaN where the models were not compared. */
  readonly studentProbability: number;
  readonly teacherProbability: number;
  /** Whether a margin that decided here is below 1e-4, where rounding may decide. */
  readonly close: boolean;
  /** [vocabulary], where they are kept. */
  readonly teacherLogits?: Float32Array;
}

/** Positions whose logits stay in memory for each one that is kept, at most: passes stay whole where little of them was cut off. */
export const heldAtMost = 2;

/** What rollouts cost and how drafts fared, added up over rows. */
export interface RolloutCounts {
  /** Passes of the teacher, each row of each pass counted. */
  teacherPasses: number;
  /** The same of the student, prompts not counted. */
  studentPasses: number;
  /** Positions that the teacher scored. */
  scored: number;
  /** Tokens written. */
  kept: number;
  /** Positions that the student did not write. */
  switched: number;
  /** Switched positions whose token was the drafted one, so that the draft behind it lived on. */
  keptThroughSwitch: number;
  /** Drafts of which something was thrown away. */
  cutDrafts: number;
  /** Rows whose end came before the last place that their batch drafted then. */
  endedInDraft: number;
  closeSteps: number;
  /** Batch passes and their seconds, apart from prompts. */
  studentSeconds: number;
  teacherSeconds: number;
  comparingSeconds: number;
  promptSeconds: number;
}

/** Nothing counted yet. */
export function noCounts(): RolloutCounts {
  return { teacherPasses: 0, studentPasses: 0, scored: 0, kept: 0, switched: 0, keptThroughSwitch: 0, cutDrafts: 0, endedInDraft: 0, closeSteps: 0, studentSeconds: 0, teacherSeconds: 0, comparingSeconds: 0, promptSeconds: 0 };
}
