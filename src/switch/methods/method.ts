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
  /** The share of steps that roll out, of a source that draws which do. */
  readonly rolloutShare?: number;
  /** Whether its source rolls out at all: then the student is warmed up first, and another strategy may be given. */
  readonly rollsOut?: true;
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

/** Whether a method asks a teacher for anything. */
export function needsTeacher({ loss, strategy }: Method): boolean {
  return loss !== "labels" || strategy !== "ground-truth";
}
