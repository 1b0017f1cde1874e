import type { StratumValue } from "../estimates/group-means.ts";
import type { ItemFacts, SystemOutcomes } from "../outcomes/outcome.ts";
import { itemValues, type UnscoredAs } from "../summary/item-values.ts";

/** Item by item, the value of the first system minus that of the second; null where either has none. */
export function differences(items: readonly ItemFacts[], systems: { readonly first: Pick<SystemOutcomes, "trials">; readonly second: Pick<SystemOutcomes, "trials"> }, unscored: { readonly first: UnscoredAs; readonly second: UnscoredAs } = { first: "left-out", second: "left-out" }): StratumValue[] {
  const second = itemValues(items, systems.second, unscored.second);
  return itemValues(items, systems.first, unscored.first).map((item, index) => {
    const other = second[index]!.value;
    return { ...item, value: item.value === null || other === null ? null : item.value - other };
  });
}

/** What each input adds to the mean over strata of the means of a group; their sum is that mean. */
export function weightsByCluster(values: readonly StratumValue[], group: readonly number[]): number[] {
  const inside = values.flatMap(({ cluster, strata, value }) => {
    const stratum = strata.find((each) => group.includes(each));
    return value === null || stratum === undefined ? [] : [{ cluster, stratum, value }];
  });
  const sizes = Map.groupBy(inside, ({ stratum }) => stratum);
  const weights = new Map<string, number>();
  for (const { cluster, stratum, value } of inside) weights.set(cluster, (weights.get(cluster) ?? 0) + value / sizes.get(stratum)!.length / sizes.size);
  return [...weights].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, weight]) => weight);
}

/** Items on which the two systems differ, by who did better. */
export function discordant(values: readonly StratumValue[], group: readonly number[]): { readonly pairs: number; readonly onlyFirst: number; readonly onlySecond: number } {
  const inside = values.flatMap(({ strata, value }) => (value !== null && strata.some((stratum) => group.includes(stratum)) ? [value] : []));
  return { pairs: inside.length, onlyFirst: inside.filter((value) => value > 0).length, onlySecond: inside.filter((value) => value < 0).length };
}
