import { SteadfastError } from "../../base/index.ts";

/** What every training may be asked for. */
export interface CommonTrainingOptions {
  readonly data: readonly string[];
  readonly validation?: string;
  readonly validationShare: number;
  readonly epochs?: number;
  readonly steps?: number;
  readonly batchSize: number;
  readonly accumulate: number;
  readonly maximumLength?: number;
  readonly maximumPrompt?: number;
  readonly learningRate?: number;
  readonly warmup?: number;
  readonly weightDecay: number;
  readonly clip: number;
  readonly seed: number;
  readonly threads?: number;
  readonly limit?: number;
  readonly validateEvery?: number;
  readonly select: "loss" | "rouge";
  readonly samples: number;
  readonly sampleTokens: number;
  readonly saveMinutes: number;
}

/** Checks for the options that a training has beside these, with the same words. */
export interface OptionChecks {
  /** What to throw. */
  wrong(sentence: string, hint?: string): SteadfastError;
  /** A whole number within bounds, where it is given. */
  whole(name: string, value: number | undefined, least: number, most: number): void;
  /** A number that fits, where it is given. */
  number(name: string, value: number | undefined, fits: (value: number) => boolean, range: string): void;
}

/**
 * Refuses what no training can do, and hands out the checks for what only one of them has.
 *
 * @param options.shareGiven whether the share for validation is the caller's, not a default.
 * @throws SteadfastError of the given code for a value out of its range, or two that exclude each other.
 * @example
 * const common = { data: ["dolly.jsonl"], validationShare: 0.05, batchSize: 8, accumulate: 1, weightDecay: 0.01, clip: 1, seed: 0, select: "loss", samples: 4, sampleTokens: 128, saveMinutes: 10 } as const;
 * const { whole } = checkTrainingOptions(common, { code: "my-option", shareGiven: false });
 * whole("buffer", 1000, 1, 1e6);
 */
export function checkTrainingOptions(options: CommonTrainingOptions, { code, shareGiven }: { readonly code: string; readonly shareGiven: boolean }): OptionChecks {
  const checks = checksOf(code);
  const { wrong, whole, number } = checks;
  if (options.data.length === 0) throw wrong("A training needs at least one file of data.", "Name one with --data.");
  if (options.epochs !== undefined && options.steps !== undefined) throw wrong("Epochs and steps cannot both be given.", "Give the one that counts.");
  if (options.validation !== undefined && shareGiven) throw wrong("A validation file and a share of the data cannot both be given.");
  whole("number of epochs", options.epochs, 1, 1e6);
  whole("number of steps", options.steps, 1, 1e8);
  whole("batch size", options.batchSize, 1, 4096);
  whole("number of accumulated batches", options.accumulate, 1, 64);
  whole("maximum length", options.maximumLength, 2, 2 ** 20);
  whole("maximum prompt", options.maximumPrompt, 1, 2 ** 20);
  whole("warm-up", options.warmup, 0, 1e8);
  whole("number of threads", options.threads, 1, 1024);
  whole("limit of records", options.limit, 1, Number.MAX_SAFE_INTEGER);
  whole("number of steps between validations", options.validateEvery, 1, 1e8);
  whole("number of samples", options.samples, 0, 1e6);
  whole("number of sampled tokens", options.sampleTokens, 1, 2 ** 20);
  whole("seed", options.seed, 0, 2 ** 32 - 1);
  number("learning rate", options.learningRate, (value) => value > 0 && value <= 10, "above 0 and at most 10");
  number("weight decay", options.weightDecay, (value) => value >= 0 && value < 1, "from 0 to below 1");
  number("clip norm", options.clip, (value) => value >= 0, "at least 0");
  number("share for validation", options.validationShare, (value) => value >= 0 && value < 1, "from 0 to below 1");
  number("number of minutes between states", options.saveMinutes, (value) => value >= 0, "at least 0");
  if (options.select === "rouge" && options.samples === 0) throw wrong("Choosing by ROUGE-L needs sampled responses.", "Ask for at least one, or choose by --select loss.");
  return checks;
}

function checksOf(code: string): OptionChecks {
  const wrong = (sentence: string, hint?: string): SteadfastError => new SteadfastError({ code, sentence, ...(hint === undefined ? {} : { hint }) });
  return {
    wrong,
    whole(name, value, least, most) {
      if (value !== undefined && !(Number.isSafeInteger(value) && value >= least && value <= most)) throw wrong(`The ${name} must be a whole number from ${least} to ${most}, not ${value}.`);
    },
    number(name, value, fits, range) {
      if (value !== undefined && !(Number.isFinite(value) && fits(value))) throw wrong(`The ${name} must be ${range}, not ${value}.`);
    },
  };
}
