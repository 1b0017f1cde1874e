import { type RolloutStrategy, stateless } from "./rollout-strategy.ts";

/** SWITCH's ablation: the teacher writes a token with a probability that nothing but chance decides. The paper does not state it; ours is ½. */
export function random({ teacherShare = 0.5 }: { readonly teacherShare?: number } = {}): RolloutStrategy {
  return stateless({ name: "random", reads: {}, decide: ({ random }) => (random < teacherShare ? "teacher" : "student") });
}
