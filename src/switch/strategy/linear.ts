import { byThreshold, type RolloutStrategy } from "./rollout-strategy.ts";

/** SWITCH's ablation: τ_t = 1 − t / (maximum response length). */
export function linear({ maximumTokens }: { readonly maximumTokens: number }): RolloutStrategy {
  return byThreshold("linear", (step) => 1 - step / maximumTokens);
}
