import type { Json } from "../../base/index.ts";
import type { Validated } from "./validation.ts";

/** What a fine-tuning came to. */
export interface FineTuneReport {
  readonly model: string;
  readonly revision?: string;
  readonly out: string;
  readonly data: readonly string[];
  readonly examples: number;
  readonly steps: number;
  readonly epochs: number;
  /** Tokens read, prompts included. */
  readonly tokens: number;
  /** In steps; not in validating and saving. */
  readonly seconds: number;
  readonly firstLoss: number | null;
  readonly lastLoss: number | null;
  readonly validations: readonly Validated[];
  /** The step whose weights were saved. */
  readonly best: number;
  readonly template: string;
  /** A sentence: what of the model was learnt. */
  readonly learnt: string;
  readonly settings: Readonly<Record<string, Json>>;
}
