import type { RolloutStrategy, StrategyStep } from "./rollout-strategy.ts";

/** The last divergences, the latest last, and whether the teacher has taken over. */
export interface AdaSwitchState {
  readonly recent: readonly number[];
  readonly switched: boolean;
}

/**
 * AdaSwitch (Peng et al. 2025, arXiv 2510.07842): the student explores until a divergence exceeds K times the mean of the
 * L before it; from there on the teacher writes all. The divergence is JSD here, as everywhere in this room; K and L are
 * ours.
 */
export function adaSwitch({ factor = 3, window = 5 }: { readonly factor?: number; readonly window?: number } = {}): RolloutStrategy<AdaSwitchState> {
  const threshold = ({ recent, switched }: AdaSwitchState): number => {
    if (switched) return Number.NEGATIVE_INFINITY;
    if (recent.length < window) return Number.POSITIVE_INFINITY;
    return (factor * recent.reduce((sum, value) => sum + value, 0)) / window;
  };
  const decide = ({ divergence, state }: StrategyStep<AdaSwitchState>): "student" | "teacher" => (divergence <= threshold(state) ? "student" : "teacher");
  return {
    name: "adaswitch",
    source: "models",
    reads: { divergence: true },
    start: () => ({ recent: [], switched: false }),
    decide,
    threshold: (_step, state) => threshold(state),
    next: (step) => ({ recent: [...step.state.recent, step.divergence].slice(-window), switched: decide(step) === "teacher" }),
  };
}
