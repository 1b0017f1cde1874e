import type { Json } from "../../base/index.ts";

/** Parameters that all generations of a run share. */
export interface BenchParameters {
  /** Null leaves it to the provider. */
  readonly temperature: number | null;
  /** Null is twice the input and 512. */
  readonly maxTokens: number | null;
  /** Sent, one more for each trial, where the temperature is not 0. */
  readonly seed: number;
}

/** A model that takes part in a run. */
export interface PlannedModel {
  /** As the user named it. */
  readonly reference: string;
  /** @see modelIdentity */
  readonly identity: string;
  readonly details: Json;
  /** The kind of its generations in the ledger. Models that are one and the same share it, so that nothing is asked twice. */
  readonly kind: string;
}

/** A defence that takes part in a run. */
export interface PlannedDefence {
  readonly name: string;
  /** Changes when its prompts do. */
  readonly hash: string;
}

/** What a run asks, whom, and how often. Kept in the run as the record (`plan`, `plan`). */
export interface BenchPlan {
  readonly items: {
    /** `dim-bench`, `lab`, or the file. */
    readonly set: string;
    readonly count: number;
    readonly inputs: number;
    /** SHA-256, in hex, of all items in their order. */
    readonly hash: string;
  };
  readonly models: readonly PlannedModel[];
  readonly defences: readonly PlannedDefence[];
  readonly trials: number;
  readonly parameters: BenchParameters;
}
