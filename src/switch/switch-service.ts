import type { Method } from "../lm/index.ts";
import { rolloutTexts, type RolloutTextsInput } from "./rollout/rollout-texts.ts";
import { distill } from "./training/distill.ts";
import type { DistillOptions } from "./training/distill-options.ts";

/** Rollouts and distillations in a worker's thread. */
export function createService(): Readonly<Record<string, Method>> {
  return {
    rollout: (input: RolloutTextsInput, { sink, signal }) => rolloutTexts(input, { sink, signal }),
    distill: (options: DistillOptions, { sink, signal }) => distill(options, { sink, signal }),
  };
}
