import { logMixture } from "../distribution/log-mixture.ts";
import { checkAlpha, divergence, type NamedLoss, ofLogs } from "./loss.ts";

/** DistiLLM's skew reverse KL, SWITCH's main loss: KL(S ‖ (1 − α)T + αS), α = .1. */
export function skewReverseKl({ alpha = 0.1 }: { readonly alpha?: number } = {}): NamedLoss {
  checkAlpha(alpha);
  return { name: "skew-reverse-kl", of: ofLogs((teacher, student) => divergence(student, logMixture(teacher, student, 1 - alpha))) };
}
