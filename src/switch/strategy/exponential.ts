import { byThreshold, type RolloutStrategy } from "./rollout-strategy.ts";

/** SWITCH: τ_t = τ₀·exp(−λ·t); the paper's τ₀ is 1 and its λ 1/10. */
export function exponential({ tau0 = 1, lambda = 0.1 }: { readonly tau0?: number; readonly lambda?: number } = {}): RolloutStrategy {
  return byThreshold("exponential", (step) => tau0 * Math.exp(-lambda * step));
}
