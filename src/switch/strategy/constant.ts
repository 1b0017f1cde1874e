import { byThreshold, type RolloutStrategy } from "./rollout-strategy.ts";

/** SWITCH's ablation: τ_t = .2 at every step. */
export function constant({ tau = 0.2 }: { readonly tau?: number } = {}): RolloutStrategy {
  return byThreshold("constant", () => tau);
}
