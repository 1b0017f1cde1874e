import { divergence, type NamedLoss, ofLogs } from "./loss.ts";

/** KL(S ‖ T) = Σ S·(log S − log T). */
export function reverseKl(): NamedLoss {
  return { name: "reverse-kl", of: ofLogs((teacher, student) => divergence(student, teacher)) };
}
