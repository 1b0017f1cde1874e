import { randomStream } from "../../../stats/index.ts";
import type { PlainConfig } from "./config.ts";
import { llama } from "./families/llama.ts";
import { mistral } from "./families/mistral.ts";
import { qwen2 } from "./families/qwen2.ts";
import { qwen3 } from "./families/qwen3.ts";
import { gpt2Layout } from "./layouts/gpt2.ts";
import { optLayout } from "./layouts/opt.ts";
import type { PublishedParameter } from "./layouts/published-parameter.ts";
import { rotaryDecoderLayout } from "./layouts/rotary-decoder.ts";
import { t5Layout } from "./layouts/t5.ts";
import { type PlainParameters, type PlainTensor, unusable } from "./parameters.ts";

export { writePlainCheckpoint } from "./write-plain-checkpoint.ts";

type Layout = (config: PlainConfig) => PublishedParameter[];

const layouts: ReadonlyMap<string, Layout> = new Map(Object.entries<Layout>({
  gpt2: gpt2Layout,
  opt: optLayout,
  llama: (config) => rotaryDecoderLayout(config, llama(config)),
  mistral: (config) => rotaryDecoderLayout(config, mistral(config)),
  qwen2: (config) => rotaryDecoderLayout(config, qwen2(config)),
  qwen3: (config) => rotaryDecoderLayout(config, qwen3(config)),
  t5: t5Layout,
}));

/**
 * A random checkpoint of the family and size that a config.json says, with published names, shapes and layout. Every number
 * is one that float32 holds, so a written checkpoint is the same one. Logits come out with a deviation near 1.
 */
export function randomParameters(config: Record<string, unknown>, seed: number): PlainParameters {
  const layout = layouts.get(String(config.model_type));
  if (layout === undefined) throw unusable(`There is no random checkpoint of the type ${JSON.stringify(config.model_type)}.`);
  return new Map(layout(config).map((parameter) => [parameter.name, draw(parameter, seed)]));
}

function draw({ name, shape, mean, deviation }: PublishedParameter, seed: number): PlainTensor {
  const random = randomStream(seed, name);
  const data = new Float64Array(shape.reduce((product, length) => product * length, 1));
  for (let place = 0; place < data.length; place += 1) data[place] = Math.fround(mean + deviation * random.normal());
  return { shape, data };
}
