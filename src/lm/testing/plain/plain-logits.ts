import type { PlainConfig } from "./config.ts";
import { gpt2Logits } from "./families/gpt2.ts";
import { llama } from "./families/llama.ts";
import { mistral } from "./families/mistral.ts";
import { optLogits } from "./families/opt.ts";
import { qwen2 } from "./families/qwen2.ts";
import { qwen3 } from "./families/qwen3.ts";
import { type RotaryDecoder, rotaryDecoderLogits } from "./families/rotary-decoder.ts";
import { t5Logits } from "./families/t5.ts";
import { type PlainParameters, unusable } from "./parameters.ts";

type DecoderLogits = (config: PlainConfig, parameters: PlainParameters, ids: readonly number[]) => Float64Array[];

const descendant =
  (kind: (config: PlainConfig) => RotaryDecoder): DecoderLogits =>
  (config, parameters, ids) =>
    rotaryDecoderLogits(config, parameters, ids, kind(config));

const decoders: ReadonlyMap<string, DecoderLogits> = new Map(Object.entries({
  gpt2: gpt2Logits,
  opt: optLogits,
  llama: descendant(llama),
  mistral: descendant(mistral),
  qwen2: descendant(qwen2),
  qwen3: descendant(qwen3),
}));

/**
 * Logits [sequence][vocabulary] of one row without padding, by a config.json and a checkpoint as they are published.
 *
 * Slow, in float64, and written from the papers alone: it shares nothing with the models that it checks.
 */
export function plainDecoderLogits(config: Record<string, unknown>, parameters: PlainParameters, ids: readonly number[]): Float64Array[] {
  const logits = decoders.get(String(config.model_type));
  if (logits === undefined) throw unusable(`The plain models know no decoder of the type ${JSON.stringify(config.model_type)}.`);
  return logits(config, parameters, ids);
}

/** Logits [decoder sequence][vocabulary]; the decoder's ids begin with the start token. */
export function plainEncoderDecoderLogits(config: Record<string, unknown>, parameters: PlainParameters, ids: readonly number[], decoderIds: readonly number[]): Float64Array[] {
  if (config.model_type !== "t5") throw unusable(`The plain models know no encoder–decoder of the type ${JSON.stringify(config.model_type)}.`);
  return t5Logits(config, parameters, ids, decoderIds);
}
