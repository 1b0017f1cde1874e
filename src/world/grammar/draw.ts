import type { RandomStream } from "../../stats/index.ts";

/** Whether a thing of that probability happens. */
export function chance(random: RandomStream, probability: number): boolean {
  return random.uniform() < probability;
}

/** A whole number from `low` to `high`, both included. */
export function between(random: RandomStream, low: number, high: number): number {
  return low + random.integer(high - low + 1);
}

/** One of several things by their weights. */
export function weighted<Item>(random: RandomStream, items: readonly (readonly [weight: number, item: Item])[]): Item {
  return items[random.weightedIndex(items.map(([weight]) => weight))]![1];
}
