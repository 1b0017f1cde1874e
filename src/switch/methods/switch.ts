import { mixedSource } from "../sources/mixed-source.ts";
import { type Method, usualRate } from "./method.ts";

/**
 * SWITCH (Koo et al. 2025, arXiv 2410.19503): the student writes, and the teacher steps in where JSD_t > τ_t = τ₀·exp(−λ·t), τ₀ = 1, λ =
 * 1/10; half such rollouts, half ground truth; skew reverse KL with α = .1.
 */
export const switchMethod: Method = {
  name: "switch",
  title: "SWITCH (Koo et al. 2025)",
  source: mixedSource,
  rollsOut: true,
  rolloutShare: 0.5,
  strategy: "exponential",
  strategySettings: { tau0: 1, lambda: 0.1 },
  loss: "skew-reverse-kl",
  lossSettings: { alpha: 0.1 },
  learningRate: usualRate,
};
