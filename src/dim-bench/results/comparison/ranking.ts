import type { Ends } from "../estimates/intervals.ts";
import { points, pointsRange } from "../export/figures-text.ts";
import { isSameSystem, type System } from "../outcomes/outcome.ts";
import type { Comparison } from "./compare-pair.ts";

/** Systems from the best to the worst, and whether that order can be trusted. A type, not an interface: so it is JSON as it is. */
export type Ranking = {
  /** What all of them have in common. */
  readonly of: { readonly defence: string } | { readonly model: string };
  readonly order: readonly { readonly model: string; readonly defence: string; readonly accuracy: number | null }[];
  /** Every neighbour in the order is told apart from the next. */
  readonly decisive: boolean;
  /** Neighbours that are not. */
  readonly undecided: readonly { readonly first: string; readonly second: string }[];
  /** For people. */
  readonly sentence: string;
};

interface Ranked extends System {
  readonly accuracy: number | null;
  readonly baseline: boolean;
}

/**
 * The rankings of models under each defence, and of the defences of each model: wherever there are two or more. Baselines take no part,
 * unless nothing else was measured.
 */
export function rankingsOf(all: readonly Ranked[], { models, defences }: { readonly models: readonly Comparison[]; readonly defences: readonly Comparison[] }): Ranking[] {
  const measured = all.filter(({ baseline }) => !baseline);
  const systems = measured.length > 0 ? measured : all;
  return [
    ...[...Map.groupBy(systems, ({ defence }) => defence)].map(([defence, group]) => rankingOf({ defence }, group, models)),
    ...[...Map.groupBy(systems, ({ model }) => model)].map(([model, group]) => rankingOf({ model }, group, defences)),
  ].filter(({ order }) => order.length > 1);
}

function rankingOf(of: Ranking["of"], systems: readonly Ranked[], comparisons: readonly Comparison[]): Ranking {
  const order = [...systems].sort((a, b) => (b.accuracy ?? -1) - (a.accuracy ?? -1)).map(({ model, defence, accuracy }) => ({ model, defence, accuracy }));
  const nameOf = (system: System): string => ("defence" in of ? system.model : system.defence);
  const neighbours = order.slice(1).map((second, index) => ({ first: order[index]!, second, comparison: directed(comparisons, order[index]!, second) }));
  const open = neighbours.filter(({ comparison }) => comparison === null || !comparison.decisive || comparison.difference! <= 0);
  const common = "defence" in of ? `models under ${of.defence}` : `defences of ${of.model}`;
  const sentence =
    open.length === 0
      ? `The ranking of the ${common} is decisive: ${order.map(nameOf).join(" before ")}.`
      : `The ranking of the ${common} is not decisive: ${open.map(({ first, second, comparison }) => doubt(nameOf(first), nameOf(second), comparison)).join("; ")}.`;
  return { of, order, decisive: open.length === 0, undecided: open.map(({ first, second }) => ({ first: nameOf(first), second: nameOf(second) })), sentence };
}

interface Directed {
  readonly difference: number | null;
  readonly interval: Ends | null;
  readonly decisive: boolean;
  readonly smallestDetectable: number | null;
}

// The comparison as seen from the better one.
function directed(comparisons: readonly Comparison[], better: System, worse: System): Directed | null {
  for (const comparison of comparisons) {
    if (isSameSystem(comparison.first, better) && isSameSystem(comparison.second, worse)) return comparison;
    if (isSameSystem(comparison.first, worse) && isSameSystem(comparison.second, better)) {
      const { difference, interval, decisive, smallestDetectable } = comparison;
      return { difference: difference === null ? null : 0 - difference, interval: interval && { low: 0 - interval.high, high: 0 - interval.low }, decisive, smallestDetectable };
    }
  }
  return null;
}

function doubt(better: string, worse: string, comparison: Directed | null): string {
  if (comparison === null || comparison.difference === null || comparison.interval === null) return `${better} and ${worse} cannot be told apart (no item was scored of both)`;
  const { difference, interval, decisive, smallestDetectable } = comparison;
  const found = `${points(difference)} points, interval ${pointsRange(interval)}`;
  if (decisive) return `${better} is before ${worse} by all that was scored of each, but behind it by what was scored of both (${found})`;
  const smallest = smallestDetectable === null ? "" : `; so many items would show ${(100 * smallestDetectable).toFixed(1)} points or more`;
  return `${better} and ${worse} cannot be told apart (they differ by ${found}${smallest})`;
}
