import { diffArrays } from "diff";
import { numbered } from "../sequence/symbols.ts";

/** How many elements stand next in both sequences, only in the first, or only in the second. */
export interface Run {
  kind: "same" | "added" | "removed";
  count: number;
}

// Following a common run costs so much less than a step of the search.
const COMPARISONS_PER_STEP = 100;

/**
 * The shortest way to turn one sequence into the other (Myers 1986), as runs; what both start and end with is taken off
 * first. Undefined where it would take more than about `steps` steps of the search.
 */
export function align(before: readonly string[], after: readonly string[], { steps }: { steps: number }): Run[] | undefined {
  const { sequences } = numbered(before, after);
  const [one, other] = sequences as [Uint32Array, Uint32Array];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let end = 0;
  while (end < one.length - start && end < other.length - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  const removed = Array.from(one.subarray(start, one.length - end));
  const added = Array.from(other.subarray(start, other.length - end));
  const middle = alignMiddle(removed, added, { steps });
  return middle && [{ kind: "same", count: start }, ...middle, { kind: "same", count: end }];
}

function alignMiddle(removed: number[], added: number[], { steps }: { steps: number }): Run[] | undefined {
  if (removed.length === 0 || added.length === 0) {
    return [
      { kind: "removed", count: removed.length },
      { kind: "added", count: added.length },
    ];
  }
  // A search for d edits takes d² steps and follows at most d runs as long as both sequences.
  const maxEditLength = Math.floor(Math.min(Math.sqrt(steps), (COMPARISONS_PER_STEP * steps) / (removed.length + added.length)));
  return diffArrays(removed, added, { maxEditLength })?.map((change) => ({ kind: change.added ? "added" : change.removed ? "removed" : "same", count: change.count }));
}
