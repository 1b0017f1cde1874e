import { logMixture } from "../distribution/log-mixture.ts";
import { checkAlpha, divergence, type NamedLoss, ofLogs } from "./loss.ts";

/** DistiLLM's skew KL: KL(T ‖ αT + (1 − α)S), α = .1. */
export function skewKl({ alpha = 0.1 }: { readonly alpha?: number } = {}): NamedLoss {
  checkAlpha(alpha);
  return { name: "skew-kl", of: ofLogs((teacher, student) => divergence(teacher, logMixture(teacher, student, alpha))) };
}
