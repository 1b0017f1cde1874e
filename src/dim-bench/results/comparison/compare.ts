import { holm } from "../../../stats/index.ts";
import type { Outcomes, SystemOutcomes } from "../outcomes/outcome.ts";
import { type ResultOptions, withDefaults } from "../summary/result-options.ts";
import { type Comparison, comparePair } from "./compare-pair.ts";

/**
 * Every two models under the same defence, over the same items. P-values are Holm's over all comparisons returned.
 *
 * @throws SteadfastError `invalid-statistic` for a level outside (0, 1) or replicates that are no count
 * @example
 * const [comparison] = compareModels(outcomes, { seed: 1 });
 */
export function compareModels(outcomes: Outcomes, options?: ResultOptions): Comparison[] {
  return compareWhere(outcomes, (first, second) => first.defence === second.defence && first.model !== second.model, options);
}

/**
 * Every two defences of the same model, over the same items. P-values are Holm's over all comparisons returned.
 *
 * @throws SteadfastError `invalid-statistic` for a level outside (0, 1) or replicates that are no count
 * @example
 * const [comparison] = compareDefences(outcomes, { seed: 1 });
 */
export function compareDefences(outcomes: Outcomes, options?: ResultOptions): Comparison[] {
  return compareWhere(outcomes, (first, second) => first.model === second.model && first.defence !== second.defence, options);
}

function compareWhere({ items, systems }: Outcomes, matches: (first: SystemOutcomes, second: SystemOutcomes) => boolean, given: ResultOptions = {}): Comparison[] {
  const options = withDefaults(given);
  const pairs = systems.flatMap((first, index) => systems.slice(index + 1).filter((second) => matches(first, second)).map((second) => comparePair({ items, first, second, options })));
  const adjusted = holm(pairs.map(({ pValue }) => pValue));
  return pairs.map((pair, index) => {
    const { interval } = pair;
    const decisive = adjusted[index]! <= 1 - options.level + 1e-12 && interval !== null && (interval.low > 0 || interval.high < 0);
    return { ...pair, adjustedPValue: adjusted[index]!, decisive };
  });
}
