import { SteadfastError } from "../../base/index.ts";
import { logMixture } from "../distribution/log-mixture.ts";
import { divergence, type NamedLoss, ofLogs, weighted } from "./loss.ts";

/**
 * Generalised JSD (Agarwal et al. 2023, arXiv 2306.13649): M = βT + (1 − β)S; β·KL(T ‖ M) + (1 − β)·KL(S ‖ M), β the
 * *teacher's* weight. Towards 0 and 1 it vanishes; some peers put KL and reverse KL there, which have names of their own
 * here.
 *
 * @throws SteadfastError `loss-setting` unless 0 < β < 1.
 */
export function generalizedJsd({ teacherWeight = 0.9 }: { readonly teacherWeight?: number } = {}): NamedLoss {
  if (!(teacherWeight > 0 && teacherWeight < 1)) throw new SteadfastError({ code: "loss-setting", sentence: `The teacher's weight of a generalised JSD must be above 0 and below 1, not ${teacherWeight}: at both ends it is 0 for any student.`, hint: "The losses that some put there are called kl and reverse-kl." });
  return {
    name: "jsd",
    of: ofLogs((teacher, student) => {
      const mixed = logMixture(teacher, student, teacherWeight);
      return weighted(teacherWeight, divergence(teacher, mixed), 1 - teacherWeight, divergence(student, mixed));
    }),
  };
}
