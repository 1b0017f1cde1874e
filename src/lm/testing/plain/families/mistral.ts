import { countOf, type PlainConfig } from "../config.ts";
import { llama } from "./llama.ts";
import type { RotaryDecoder } from "./rotary-decoder.ts";

/** Jiang et al. 2023: Llama without biases, and a window unless it is null; a configuration that is silent has 8 key heads and a window of 4096. */
export function mistral(config: PlainConfig): RotaryDecoder {
  return {
    ...llama({ num_key_value_heads: 8, ...config }),
    queryKeyValueBias: false,
    outputBias: false,
    feedForwardBias: false,
    window: config.sliding_window === null ? null : countOf(config, "sliding_window", 4096),
  };
}
