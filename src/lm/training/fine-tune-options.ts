import type { AdapterOptions } from "./adapters/adapters.ts";
import { checkTrainingOptions } from "./check-training-options.ts";
import type { ScheduleName } from "./schedule.ts";
import { type OptimizerName, optimizerNames } from "./trainer.ts";

/** What a fine-tuning is asked for; it can be copied between threads. */
export interface FineTuneOptions {
  /** The model to start from: `hf:org/name`, `./folder` or `lab:name`. */
  readonly model: string;
  /** Files of instruction data. */
  readonly data: readonly string[];
  /** The folder of the trained model; `state/` in it keeps what is needed to go on. */
  readonly out: string;
  /** Examples to validate on; by default a share of the data is kept back. */
  readonly validation?: string;
  /** By default 0.05, at most 500 examples; 0 keeps none back. */
  readonly validationShare?: number;
  /** By default 3; not together with `steps`. */
  readonly epochs?: number;
  readonly steps?: number;
  /** Examples, or packed rows, that are computed together. By default 8. */
  readonly batchSize?: number;
  /** Such batches in a step. By default 1. */
  readonly accumulate?: number;
  /** Tokens of an example. By default 512, or what the model allows. */
  readonly maximumLength?: number;
  /** Tokens of a prompt. By default half of the maximum length. */
  readonly maximumPrompt?: number;
  /** By default 5e-5, for adapters 2e-4. */
  readonly learningRate?: number;
  /** By default AdamW. Muon takes AdamW's learning rates; it is for all parameters, not for adapters. */
  readonly optimizer?: OptimizerName;
  /** By default cosine. */
  readonly schedule?: ScheduleName;
  /** Steps; by default 3 of 100. */
  readonly warmup?: number;
  /** Of matrices and embeddings. By default 0.01. */
  readonly weightDecay?: number;
  /** By default 1; 0 does not cut. */
  readonly clip?: number;
  /** By default all parameters are learnt. */
  readonly adapters?: AdapterOptions;
  /** By default buckets. */
  readonly layout?: "buckets" | "packed";
  /** By default `chat` where the model has a chat template, else `alpaca`. */
  readonly template?: string;
  readonly seed?: number;
  /** Goes on from the state in `out`, if there is one. */
  readonly resume?: boolean;
  /** Makes an unusable record fatal. */
  readonly strict?: boolean;
  readonly threads?: number;
  readonly offline?: boolean;
  /** Records to read at most. */
  readonly limit?: number;
  /** Keeps only the input of each block for the backward pass: less memory, a third more work. */
  readonly recompute?: boolean;
  /** Steps between validations. By default one at the end of each epoch. */
  readonly validateEvery?: number;
  /** What the best weights are chosen by: the validation loss, or ROUGE-L of sampled answers. By default loss. */
  readonly select?: "loss" | "rouge";
  /** Answers that a validation samples. By default 4, with `rouge` 100. */
  readonly samples?: number;
  /** Tokens of such an answer at most. By default 128. */
  readonly sampleTokens?: number;
  /** Minutes between two states on disk. By default 10; with 0 each step, for tests. */
  readonly saveMinutes?: number;
}

/** With a value for everything that needs no look at model or data. */
export type CheckedOptions = FineTuneOptions &
  Required<Pick<FineTuneOptions, "validationShare" | "batchSize" | "accumulate" | "learningRate" | "optimizer" | "schedule" | "weightDecay" | "clip" | "layout" | "seed" | "resume" | "strict" | "recompute" | "select" | "samples" | "sampleTokens" | "saveMinutes">>;

/**
 * Fills in defaults.
 *
 * @throws SteadfastError `training-option` for a value out of its range.
 */
export function checkOptions(options: FineTuneOptions): CheckedOptions {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as unknown as FineTuneOptions;
  const checked: CheckedOptions = {
    validationShare: 0.05,
    batchSize: 8,
    accumulate: 1,
    learningRate: given.adapters === undefined ? 5e-5 : 2e-4,
    optimizer: "adamw",
    schedule: "cosine",
    weightDecay: 0.01,
    clip: 1,
    layout: "buckets",
    seed: 0,
    resume: false,
    strict: false,
    recompute: false,
    select: "loss",
    samples: given.select === "rouge" ? 100 : 4,
    sampleTokens: 128,
    saveMinutes: 10,
    ...given,
  };
  const { wrong } = checkTrainingOptions(checked, { code: "training-option", shareGiven: options.validationShare !== undefined });
  if (!optimizerNames.includes(checked.optimizer)) throw wrong(`There is no optimizer "${checked.optimizer}".`, `Known are ${optimizerNames.join(" and ")}.`);
  if (checked.optimizer === "muon" && checked.adapters !== undefined) throw wrong("Muon is not for adapters.", "Take AdamW, or learn all parameters.");
  return checked;
}
