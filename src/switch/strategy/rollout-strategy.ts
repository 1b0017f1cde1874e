/** Who writes a token: one of the two models, or a distribution between them. */
export type Writer = "student" | "teacher" | "mixture";

/** What a strategy sees of one step of one sequence. Both tokens are samples, made with the same noise. */
export interface StrategyStep<State = unknown> {
  /** t: 0 at the first token of the response. */
  readonly step: number;
  /** JSD of teacher and student over the whole vocabulary, logarithms of base 2, in [0, 1]; NaN unless the strategy reads it. */
  readonly divergence: number;
  readonly studentToken: number;
  readonly teacherToken: number;
  /** Of the student's token among the teacher's, 1 for the likeliest; NaN unless the strategy reads it. */
  readonly teacherRank: number;
  /** Uniform in [0, 1), addressed by (seed, sequence, step). */
  readonly random: number;
  /** Of the sequence, from the steps before. */
  readonly state: State;
}

/** What of the two models a strategy looks at; what it does not read need not be computed. */
export interface StrategyReads {
  readonly divergence?: boolean;
  readonly teacherRank?: boolean;
  /** The teacher's weight in the mixture that it may name as the writer. */
  readonly mixture?: number;
}

/**
 * Decides at every step who writes the token. Pure: what it remembers of a sequence is its state, so that steps can be
 * scored ahead and thrown away.
 */
export interface RolloutStrategy<State = unknown> {
  readonly name: string;
  /** `data`: the response is the data's own, and nobody is asked. */
  readonly source: "models" | "data";
  readonly reads: StrategyReads;
  /** Who writes, where it is the same at every step. */
  readonly always?: Writer;
  /** Of a sequence before its first step. */
  start(): State;
  decide(step: StrategyStep<State>): Writer;
  /** τ_t, where the decision compares the divergence with a number: steps near it are close. */
  threshold?(step: number, state: State): number;
  /** Of the sequence once the step is taken; without it the state stays. */
  next?(step: StrategyStep<State>): State;
}

/** A strategy that remembers nothing. */
export function stateless(strategy: Omit<RolloutStrategy<undefined>, "start" | "source" | "next">): RolloutStrategy<undefined> {
  return { source: "models", start: () => undefined, ...strategy };
}

/** The student writes wherever the two models differ by at most τ_t. */
export function byThreshold(name: string, threshold: (step: number) => number): RolloutStrategy<undefined> {
  return stateless({
    name,
    reads: { divergence: true },
    decide: ({ step, divergence }) => (divergence <= threshold(step) ? "student" : "teacher"),
    threshold,
  });
}
