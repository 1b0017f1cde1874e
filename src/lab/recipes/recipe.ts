import type { Mix } from "../../world/index.ts";
import { specialTokens } from "../tokenizer/lab-tokenizer.ts";

/** Everything that a model of the lab is made from: the same recipe and seed give the same model on one machine. */
export interface LabRecipe {
  /** Its folder in `models/`: `lab:teacher`. */
  readonly name: string;
  readonly summary: string;
  readonly kind: "decoder" | "encoder-decoder";
  /** As `config.json` has it, but for what the tokenizer decides. */
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Learned one after the other. */
  readonly stages: readonly LabStage[];
  /** Rows of `maximumLength` tokens in a step; of an encoder–decoder, records. */
  readonly batchSize: number;
  readonly maximumLength: number;
}

/** A part of a training with a mix and a learning rate of its own. */
export interface LabStage {
  /** Of the training stream, from where the stage before ended; each is seen once. */
  readonly records: number;
  readonly mix: Partial<Mix>;
  /** The peak of its cosine. */
  readonly learningRate: number;
  /** From here on the head is no longer the embedding: it begins as its copy. */
  readonly untie?: boolean;
}

/** The whole `config.json`, for a tokenizer of so many tokens. */
export function configurationOf({ kind, configuration }: LabRecipe, vocabulary: number): Record<string, unknown> {
  const start = kind === "decoder" ? { bos_token_id: specialTokens.beginning } : { decoder_start_token_id: specialTokens.padding };
  return { ...configuration, vocab_size: vocabulary, pad_token_id: specialTokens.padding, eos_token_id: specialTokens.end, ...start };
}
