import { decoderBatches, type DecoderBatchOptions } from "../../data/batches/decoder-batches.ts";
import { encoderDecoderBatches } from "../../data/batches/encoder-decoder-batches.ts";
import type { Batches, DecoderBatch, EncoderDecoderBatch } from "../../data/batches/batch.ts";
import type { Example } from "../../data/example.ts";
import { randomStream } from "../../../stats/index.ts";
import { plainDecoderLogits, plainEncoderDecoderLogits } from "../../testing/plain/plain-logits.ts";
import type { PlainParameters } from "../../testing/plain/parameters.ts";
import { plainConfigurations } from "../../testing/plain/plain-configurations.ts";

/** The plain configuration of a name. */
export function configurationOf(name: string): Record<string, unknown> {
  return plainConfigurations.find((each) => each.name === name)!.config;
}

/** Random examples over 50 tokens, none longer than 20; the end token is 49. */
export function randomExamples(count: number, seed: number): Example[] {
  const random = randomStream(seed, "examples");
  const length = (most: number): number => 1 + Math.floor(random.uniform() * most);
  return Array.from({ length: count }, (_, example) => {
    const [promptLength, responseLength] = [length(9), 1 + length(9)];
    const ids = Int32Array.from({ length: promptLength + responseLength }, () => 3 + Math.floor(random.uniform() * 46));
    ids[ids.length - 1] = 49;
    return { ids, promptLength, responseLength, line: example + 1 };
  });
}

/** Their batches, for a model of the configuration. */
export function batchesFor(config: Record<string, unknown>, examples: readonly Example[], options: Omit<DecoderBatchOptions, "seed">): Batches<DecoderBatch | EncoderDecoderBatch> {
  if (config.is_encoder_decoder === true) return encoderDecoderBatches(examples, { rows: options.rows, seed: 5, decoderStart: 0, layout: { kind: "buckets", multiple: 4 } });
  return decoderBatches(examples, { layout: { kind: "buckets", multiple: 8 }, ...options, seed: 5 });
}

/** −log probability of every response token, summed: from the definition, in float64, without batches, padding or gathering. */
export function plainLoss(config: Record<string, unknown>, parameters: PlainParameters, { ids, promptLength, responseLength }: Example): number {
  const [prompt, response] = [[...ids.subarray(0, promptLength)], [...ids.subarray(promptLength)]];
  const logits =
    config.is_encoder_decoder === true
      ? plainEncoderDecoderLogits(config, parameters, prompt, [0, ...response.slice(0, -1)])
      : plainDecoderLogits(config, parameters, [...prompt, ...response.slice(0, -1)]).slice(promptLength - 1);
  let sum = 0;
  for (let token = 0; token < responseLength; token++) {
    const row = logits[token]!;
    const largest = Math.max(...row);
    sum += largest + Math.log(row.reduce((total, logit) => total + Math.exp(logit - largest), 0)) - row[response[token]!]!;
  }
  return sum;
}
