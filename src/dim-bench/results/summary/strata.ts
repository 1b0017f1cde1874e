import { inputTaskNames, instructionTaskNames, type InputTask, type InstructionTask } from "../../items/tasks.ts";
import type { ItemFacts } from "../outcomes/outcome.ts";

/** Inputs of similar length, in words. */
export interface LengthBucket {
  readonly label: string;
  readonly from: number;
  /** Included; null is no end. */
  readonly to: number | null;
}

const beginnings = [0, 25, 50, 100, 200, 400, 700, 1500] as const;

/**
 * The paper looks at question answering at mean lengths of 362, 743, 1087 and 3007 tokens, which is about 270, 560, 820 and
 * 2260 words: the last four buckets hold one of them each. The others tell the short inputs apart.
 */
export const lengthBuckets: readonly LengthBucket[] = beginnings.map((from, index) => {
  const next = beginnings[index + 1];
  return { label: next === undefined ? `${from}+` : `${from}–${next - 1}`, from, to: next === undefined ? null : next - 1 };
});

/** The cells of the table, a row for each instruction task. */
export const cells: readonly { readonly instruction: InstructionTask; readonly input: InputTask }[] = instructionTaskNames.flatMap((instruction) => inputTaskNames.map((input) => ({ instruction, input })));

/** What an item is counted in: first the cells, then the buckets. */
export function strataOf({ instructionTask, inputTask, words }: ItemFacts): [cell: number, bucket: number] {
  const cell = cells.findIndex(({ instruction, input }) => instruction === instructionTask && input === inputTask);
  const bucket = lengthBuckets.findLastIndex(({ from }) => words >= from);
  return [cell, cells.length + bucket];
}

/** The rows and columns of results: each a list of strata. */
export interface Groups {
  readonly overall: readonly number[];
  readonly cells: readonly { readonly instruction: InstructionTask; readonly input: InputTask; readonly strata: readonly number[] }[];
  readonly instructions: readonly { readonly instruction: InstructionTask; readonly strata: readonly number[] }[];
  readonly inputs: readonly { readonly input: InputTask; readonly strata: readonly number[] }[];
  readonly lengths: readonly (LengthBucket & { readonly strata: readonly number[] })[];
}

/** The groups that the items of a set fall into; those without an item are left out. */
export function groupsOf(items: readonly ItemFacts[]): Groups {
  const present = new Set(items.flatMap(strataOf));
  const where = (matches: (cell: (typeof cells)[number]) => boolean): number[] => cells.flatMap((cell, index) => (present.has(index) && matches(cell) ? [index] : []));
  const filled = <Group extends { readonly strata: readonly number[] }>(groups: readonly Group[]): Group[] => groups.filter(({ strata }) => strata.length > 0);
  return {
    overall: where(() => true),
    cells: filled(cells.map((cell) => ({ ...cell, strata: where((other) => other === cell) }))),
    instructions: filled(instructionTaskNames.map((instruction) => ({ instruction, strata: where((cell) => cell.instruction === instruction) }))),
    inputs: filled(inputTaskNames.map((input) => ({ input, strata: where((cell) => cell.input === input) }))),
    lengths: filled(lengthBuckets.map((bucket, index) => ({ ...bucket, strata: present.has(cells.length + index) ? [cells.length + index] : [] }))),
  };
}
