import { type RolloutStrategy, stateless } from "./rollout-strategy.ts";

/**
 * Speculative knowledge distillation (Xu et al. 2024, arXiv 2410.11325): the student's token stays where it is among the
 * teacher's K likeliest, else the teacher writes.
 */
export function speculative({ topK = 25 }: { readonly topK?: number } = {}): RolloutStrategy {
  return stateless({ name: "speculative", reads: { teacherRank: true }, decide: ({ teacherRank }) => (teacherRank <= topK ? "student" : "teacher") });
}
