import { divergence, type NamedLoss, ofLogs } from "./loss.ts";

/** KL(T ‖ S) = Σ T·(log T − log S). */
export function kl(): NamedLoss {
  return { name: "kl", of: ofLogs((teacher, student) => divergence(teacher, student)) };
}
