import { compareDefences, compareModels } from "./comparison/compare.ts";
import type { Comparison } from "./comparison/compare-pair.ts";
import { type Ranking, rankingsOf } from "./comparison/ranking.ts";
import type { Outcomes } from "./outcomes/outcome.ts";
import type { Counted, JudgeCalibration } from "./summary/corrected-rate.ts";
import { type ResultOptions, withDefaults } from "./summary/result-options.ts";
import { summarise, type SystemResults } from "./summary/summarise.ts";

/** What accuracies can be expected to lie between. */
export type Range = {
  /**
   * Of a model that never does the task. No output passes by guessing, so it is what the judge passes by mistake: 1 − specificity; null
   * without a calibration.
   */
  readonly floor: number | null;
  /** Of a model that always does: the judge's sensitivity. */
  readonly ceiling: number | null;
  /** Scripted models among those that were measured. */
  readonly baselines: readonly { readonly model: string; readonly defence: string; readonly accuracy: number | null }[];
};

/** Everything that is computed from the rows of a run. Types, not interfaces: so they are JSON as they are. */
export type BenchResults = {
  readonly items: { readonly count: number; readonly inputs: number };
  readonly judge: { readonly name: string; readonly hash: string; readonly calibration: JudgeCalibration | null } | null;
  readonly systems: readonly SystemResults[];
  readonly comparisons: { readonly models: readonly Comparison[]; readonly defences: readonly Comparison[] };
  readonly rankings: readonly Ranking[];
  readonly range: Range;
  /** Rows that belong to nothing that was asked for. */
  readonly strangers: number;
  readonly level: number;
  readonly seed: number;
  readonly replicates: number;
};

/**
 * All results of a run: what `summarise`, `compareModels` and `compareDefences` say, with rankings.
 *
 * @throws SteadfastError `invalid-statistic` for a level outside (0, 1), replicates or calibrations that are no counts
 * @example
 * const results = benchResults(await collectOutcomes({ items, generations, judgements }), { seed: 1 });
 * results.systems.length; // 1
 */
export function benchResults(outcomes: Outcomes, options?: ResultOptions): BenchResults {
  const { seed, replicates, level, calibration } = withDefaults(options);
  const systems = summarise(outcomes, options);
  const comparisons = { models: compareModels(outcomes, options), defences: compareDefences(outcomes, options) };
  return {
    items: { count: outcomes.items.length, inputs: new Set(outcomes.items.map(({ inputId }) => inputId)).size },
    judge: outcomes.judge && { ...outcomes.judge, calibration: calibration && { sensitivity: counted(calibration.sensitivity), specificity: counted(calibration.specificity) } },
    systems,
    comparisons,
    rankings: rankingsOf(systems, comparisons),
    range: {
      floor: calibration && shareOf(calibration.specificity, (correct, total) => (total - correct) / total),
      ceiling: calibration && shareOf(calibration.sensitivity, (correct, total) => correct / total),
      baselines: systems.filter(({ baseline }) => baseline).map(({ model, defence, accuracy }) => ({ model, defence, accuracy })),
    },
    strangers: outcomes.strangers,
    level,
    seed,
    replicates,
  };
}

// A calibration may say more of its shares.
function counted({ correct, total }: Counted): Counted {
  return { correct, total };
}

function shareOf({ correct, total }: Counted, share: (correct: number, total: number) => number): number | null {
  return total === 0 ? null : share(correct, total);
}
