import { miniLlmPolicy } from "../policy/returns.ts";
import { phaseSource } from "../sources/phase-source.ts";
import type { Method } from "./method.ts";

/**
 * MiniLLM (Gu et al. 2023, arXiv 2306.08543): rollouts from .2T + .8S; the clipped policy gradient of KL(S ‖ T) with length-normalised,
 * whitened returns, and the exact KL(S ‖ T) of each position; 4 epochs over 256 rollouts.
 */
export const minillm: Method = { name: "minillm", title: "MiniLLM (Gu et al. 2023)", source: () => phaseSource(), rollsOut: true, strategy: "mixture", strategySettings: { teacherWeight: 0.2 }, loss: "reverse-kl", policy: miniLlmPolicy, learningRate: 5e-6 };
