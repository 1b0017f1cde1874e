import type { LossName, LossSettings } from "../losses/losses.ts";
import type { PolicySettings } from "../policy/returns.ts";
import type { SequenceSource } from "../sources/source.ts";
import type { StrategyName, StrategySettings } from "../strategy/strategies.ts";

/** A method of distillation: where sequences come from, who writes them, and what is learnt of them. Shared code runs what is declared here. */
export interface Method {
  readonly name: MethodName;
  /** For people, with the paper. */
  readonly title: string;
  /** Made anew for each training: a source remembers. */
  source(settings: SourceSettings): SequenceSource;
  /** How often a step rolls out, where the source asks: half unless the method says. */
  readonly rolloutShare?: number;
  readonly strategy: StrategyName;
  readonly strategySettings?: Omit<StrategySettings, "maximumTokens">;
  /** `labels`: the cross-entropy of the response, without a teacher. */
  readonly loss: LossName | "labels";
  readonly lossSettings?: LossSettings;
  readonly policy?: PolicySettings;
  /** Peak, of AdamW. */
  readonly learningRate: number;
}

/** What a source is made with. */
export interface SourceSettings {
  readonly rolloutShare: number;
  readonly buffer?: number;
}

/** A method's name on the command line. */
export type MethodName = "sft" | "kd" | "seqkd" | "imitkd" | "gkd" | "minillm" | "distillm" | "switch";

/** The middle of the papers' three rates for students below a billion parameters. */
export const usualRate = 1e-4;
