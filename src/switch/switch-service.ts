import type { Method } from "../lm/index.ts";
import { rolloutTexts, type RolloutTextsInput } from "./rollout/rollout-texts.ts";

/** Rollouts in a worker's thread. */
export function createService(): Readonly<Record<string, Method>> {
  return { rollout: (input: RolloutTextsInput, { sink, signal }) => rolloutTexts(input, { sink, signal }) };
}
