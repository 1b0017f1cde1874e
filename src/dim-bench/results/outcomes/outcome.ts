import type { InputTask, InstructionTask } from "../../items/tasks.ts";
import type { InsteadKind } from "../../judges/judge.ts";

/** What became of one output: the model's success, its failure, or neither, with the reason why nothing can be said. */
export type Outcome = { readonly type: "pass" } | { readonly type: "fail"; readonly instead: InsteadKind } | { readonly type: "unscored"; readonly reason: string };

/** What results need to know of an item; none of its texts. */
export interface ItemFacts {
  readonly id: string;
  readonly instructionTask: InstructionTask;
  readonly inputTask: InputTask;
  /** The same for the items that stand over one input. */
  readonly inputId: string;
  /** Of the input: runs of what is no white space. */
  readonly words: number;
}

/** What one call used. */
export interface CallFigures {
  /** US dollars that it cost this run; null where that is not known. */
  readonly cost: number | null;
  /** Where it was taken over instead of paid: what it cost there. */
  readonly cached: { readonly cost: number | null } | null;
  readonly answered: boolean;
  readonly milliseconds: number;
  /** Null where it is not known. */
  readonly usage: { readonly input: number; readonly output: number; readonly cached: number } | null;
}

/** What became of one item in one trial of one system. */
export interface ItemResult {
  readonly outcome: Outcome;
  /** Null where the model was not asked. */
  readonly call: CallFigures | null;
  /** Null where the output was not given to the judge. */
  readonly judging: CallFigures | null;
}

/** A model under a defence: what is measured and compared. */
export interface System {
  readonly model: string;
  readonly defence: string;
}

/** @see Outcomes */
export interface SystemOutcomes extends System {
  /** One list a trial, each in the order of the items. */
  readonly trials: readonly (readonly ItemResult[])[];
}

/** What became of every item under every system. */
export interface Outcomes {
  /** In the order of their ids. */
  readonly items: readonly ItemFacts[];
  readonly systems: readonly SystemOutcomes[];
  /** Null where nothing was judged. */
  readonly judge: { readonly name: string; readonly hash: string } | null;
  /** Rows that belong to no item or system that was asked for; they count nowhere. */
  readonly strangers: number;
}

/** Whether two are the same system. */
export function isSameSystem(first: System, second: System): boolean {
  return first.model === second.model && first.defence === second.defence;
}
