import { SteadfastError } from "../../../base/index.ts";
import type { FineTuneOptions } from "../../../lm/index.ts";
import { flag, inPlaceOf, oneOf, type OptionDefinition, type OptionValues, wholeNumber } from "../../definition/option.ts";
import { givenOf, trainingInput, type TrainingOptions, trainingOptions } from "../../models/training-options.ts";

/** Options of `steadfast train`. */
// A type, not an interface: only types fit where options of any name are taken.
export type TrainOptions = TrainingOptions & {
  optimizer: OptionDefinition<"adamw" | "muon" | undefined>;
  warmup: OptionDefinition<number | undefined>;
  samples: OptionDefinition<number | undefined>;
  packing: OptionDefinition<boolean>;
  buckets: OptionDefinition<boolean>;
};

export const trainOptions: TrainOptions = {
  ...trainingOptions({
    data: "JSON lines with instruction/output, prompt/output or messages; may be given several times",
    validation: "examples to validate on",
    validationShare: "or the share of the data to keep back for that, at most 500 examples; 0 for none (default: 0.05)",
    epochs: "how often each example is read (default: 3)",
    batchSize: "examples (with --packing: rows) that are computed together",
    maxLength: "longer examples are left out (default: 512 tokens, or what the model reads)",
    learningRate: "of AdamW, at its peak (default: 5e-5, with --lora 2e-4)",
    templateOf: "model",
    select: "loss",
    sampleTokens: { summary: "tokens of such an answer, at most", default: 128 },
  }),
  optimizer: oneOf(["adamw", "muon"], "what turns gradients into steps; muon is for all parameters, at AdamW's learning rates (default: adamw)"),
  warmup: wholeNumber({ summary: "steps in which the learning rate rises (default: 3% of all)", placeholder: "STEPS", maximum: 1e8 }),
  samples: wholeNumber({ summary: "answers that a validation writes (default: 4, with --select rouge 100)", placeholder: "COUNT", maximum: 1e6 }),
  packing: inPlaceOf(["buckets"], flag("put several examples in a row of --max-length tokens")),
  buckets: inPlaceOf(["packing"], flag("put examples of similar length together (the default)")),
};

/** The options as a training takes them. */
export function fineTuneInput(options: OptionValues<TrainOptions>): Omit<FineTuneOptions, "model" | "out" | "seed"> {
  const { packing, buckets } = options;
  if (packing && buckets) throw new SteadfastError({ code: "bad-value", sentence: "--packing and --buckets cannot both be given." });
  return { ...trainingInput(options, "learn from"), ...givenOf(options, ["optimizer", "warmup", "samples"]), layout: packing ? "packed" : "buckets" };
}
