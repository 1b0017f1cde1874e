import type { GenerateInput } from "../../lm/index.ts";
import { decimal, type OptionDefinition, type OptionValues, texts, wholeNumber } from "../definition/option.ts";

/** Options of commands that let a model write. */
// A type, not an interface: only types fit where options of any name are taken.
export type SamplingOptions = {
  maxTokens: OptionDefinition<number>;
  temperature: OptionDefinition<number>;
  topK: OptionDefinition<number | undefined>;
  topP: OptionDefinition<number | undefined>;
  repetitionPenalty: OptionDefinition<number | undefined>;
  noRepeatNgram: OptionDefinition<number | undefined>;
  stop: OptionDefinition<readonly string[]>;
  cacheMemory: OptionDefinition<number>;
};

export const samplingOptions: SamplingOptions = {
  maxTokens: wholeNumber({ summary: "new tokens, at most", placeholder: "COUNT", minimum: 1, default: 256 }),
  temperature: decimal({ summary: "0 takes the likeliest token, 1 samples as the model is", placeholder: "NUMBER", minimum: 0, default: 1 }),
  topK: wholeNumber({ summary: "sample among the k likeliest tokens only", placeholder: "K" }),
  topP: decimal({ summary: "sample among the likeliest tokens that together have this probability", placeholder: "SHARE", minimum: 0, maximum: 1 }),
  repetitionPenalty: decimal({ summary: "divides the logits of tokens that occurred", placeholder: "NUMBER", minimum: 0 }),
  noRepeatNgram: wholeNumber({ summary: "no run of so many tokens occurs twice", placeholder: "LENGTH" }),
  stop: texts({ summary: "a text that ends the output and is cut off; may be given several times", placeholder: "TEXT" }),
  cacheMemory: wholeNumber({ summary: "memory that keys and values of all texts may take; more is refused", placeholder: "MEGABYTES", minimum: 1, default: 4096 }),
};

/** The options as a model takes them. */
export function samplingInput({ maxTokens, temperature, topK, topP, repetitionPenalty, noRepeatNgram, stop, cacheMemory }: OptionValues<SamplingOptions>, seed: number): Pick<GenerateInput, "sampling" | "maximumNewTokens" | "stop" | "cacheBytes"> {
  return {
    maximumNewTokens: maxTokens,
    stop: [...stop],
    cacheBytes: cacheMemory * 1e6,
    sampling: {
      temperature,
      seed,
      ...(topK === undefined ? {} : { topK }),
      ...(topP === undefined ? {} : { topP }),
      ...(repetitionPenalty === undefined ? {} : { repetitionPenalty }),
      ...(noRepeatNgram === undefined ? {} : { noRepeatNgram }),
    },
  };
}
