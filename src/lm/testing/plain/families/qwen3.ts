import { flagOf, type PlainConfig } from "../config.ts";
import { unusable } from "../parameters.ts";
import { llama } from "./llama.ts";
import type { RotaryDecoder } from "./rotary-decoder.ts";

/** Qwen3: heads of a width of their own, q and k normed head by head; a configuration that is silent has 32 key heads of width 128. */
export function qwen3(config: PlainConfig): RotaryDecoder {
  if (flagOf(config, "use_sliding_window", false)) throw unusable("The plain Qwen models have no sliding window.");
  return {
    ...llama({ num_key_value_heads: 32, head_dim: 128, ...config }),
    feedForwardBias: false,
    headNorms: true,
  };
}
