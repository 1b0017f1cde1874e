import { type RolloutStrategy, stateless } from "./rollout-strategy.ts";

/** Plain sampling from the student: ImitKD, GKD, DistiLLM. */
export function student(): RolloutStrategy {
  return stateless({ name: "student", reads: {}, always: "student", decide: () => "student" });
}
