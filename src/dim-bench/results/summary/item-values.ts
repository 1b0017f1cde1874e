import type { StratumValue } from "../estimates/group-means.ts";
import type { ItemFacts, ItemResult, SystemOutcomes } from "../outcomes/outcome.ts";
import { strataOf } from "./strata.ts";

/** What is taken as the value of an output that nobody scored. */
export type UnscoredAs = "left-out" | "failed" | "passed";

/** One value an item: the share of its trials that passed. Trials are averaged within their item, for they are no items of their own. */
export function itemValues(items: readonly ItemFacts[], { trials }: Pick<SystemOutcomes, "trials">, unscored: UnscoredAs = "left-out"): StratumValue[] {
  return items.map((item, index) => ({ cluster: item.inputId, strata: strataOf(item), value: shareOf(trials.map((results) => results[index]!), unscored) }));
}

function shareOf(results: readonly ItemResult[], unscored: UnscoredAs): number | null {
  let passed = 0;
  let counted = 0;
  for (const { outcome } of results) {
    if (outcome.type === "unscored" && unscored === "left-out") continue;
    counted++;
    if (outcome.type === "pass" || (outcome.type === "unscored" && unscored === "passed")) passed++;
  }
  return counted === 0 ? null : passed / counted;
}
