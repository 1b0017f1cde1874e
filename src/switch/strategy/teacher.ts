import { type RolloutStrategy, stateless } from "./rollout-strategy.ts";

/** Plain sampling from the teacher: SeqKD. */
export function teacher(): RolloutStrategy {
  return stateless({ name: "teacher", reads: {}, always: "teacher", decide: () => "teacher" });
}
