import { diffArrays } from "diff";
import { commonEnds } from "../sequence/common-ends.ts";
import { numbered } from "../sequence/symbols.ts";

/** How many elements stand next in both sequences, only in the first, or only in the second. */
export interface Run {
  kind: "same" | "added" | "removed";
  count: number;
}

// Following a common run costs so much less than a step of the search.
const COMPARISONS_PER_STEP = 100;

/**
 * A way to turn one sequence into the other, as runs: the shortest (Myers 1986), if the search for it takes no more than about
 * `steps` steps; else what lies between the common start and the common end is replaced whole.
 */
export function align(before: readonly string[], after: readonly string[], { steps }: { steps: number }): { runs: Run[]; shortest: boolean } {
  const { sequences } = numbered(before, after);
  const [one, other] = sequences as [Uint32Array, Uint32Array];
  const { start, end } = commonEnds(one, other);
  const removed = one.subarray(start, one.length - end);
  const added = other.subarray(start, other.length - end);
  const found = search(removed, added, { steps });
  const middle: Run[] = found ?? replacement(removed, added);
  return { runs: [{ kind: "same", count: start }, ...middle, { kind: "same", count: end }], shortest: found !== undefined };
}

function search(removed: Uint32Array, added: Uint32Array, { steps }: { steps: number }): Run[] | undefined {
  if (removed.length === 0 || added.length === 0) return replacement(removed, added);
  // A search for d edits takes d² steps and follows at most d runs as long as both sequences.
  const maxEditLength = Math.floor(Math.min(Math.sqrt(steps), (COMPARISONS_PER_STEP * steps) / (removed.length + added.length)));
  const changes = diffArrays(Array.from(removed), Array.from(added), { maxEditLength });
  return changes?.map((change) => ({ kind: change.added ? "added" : change.removed ? "removed" : "same", count: change.count }));
}

function replacement(removed: Uint32Array, added: Uint32Array): Run[] {
  return [
    { kind: "removed", count: removed.length },
    { kind: "added", count: added.length },
  ];
}
