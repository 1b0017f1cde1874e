import { byThreshold, type RolloutStrategy } from "./rollout-strategy.ts";

/** SWITCH's ablation, of which the paper says only that the threshold rises, the teacher coming early: τ_t = 1 − exp(−λ·t). */
export function growth({ lambda = 0.1 }: { readonly lambda?: number } = {}): RolloutStrategy {
  return byThreshold("growth", (step) => 1 - Math.exp(-lambda * step));
}
