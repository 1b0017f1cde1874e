import { flagOf, type PlainConfig } from "../config.ts";
import { unusable } from "../parameters.ts";
import { llama } from "./llama.ts";
import type { RotaryDecoder } from "./rotary-decoder.ts";

/** Qwen2 and 2.5: q, k and v have biases, nothing else has; a configuration that is silent has 32 key heads. */
export function qwen2(config: PlainConfig): RotaryDecoder {
  if (flagOf(config, "use_sliding_window", false)) throw unusable("The plain Qwen models have no sliding window.");
  return {
    ...llama({ num_key_value_heads: 32, ...config }),
    queryKeyValueBias: true,
    outputBias: false,
    feedForwardBias: false,
  };
}
