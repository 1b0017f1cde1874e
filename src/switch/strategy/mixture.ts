import { type RolloutStrategy, stateless } from "./rollout-strategy.ts";

/** Every token is sampled from weight·p + (1 − weight)·q: MiniLLM's rollouts and SWITCH's ablation, both with .2 of the teacher. */
export function mixture({ teacherWeight = 0.2 }: { readonly teacherWeight?: number } = {}): RolloutStrategy {
  return stateless({ name: "mixture", reads: { mixture: teacherWeight }, always: "mixture", decide: () => "mixture" });
}
