import type { Ledger } from "../../ledger/index.ts";

import type { Judge } from "../judges/judge.ts";
import type { BenchPlan } from "./plan.ts";
import type { Defence } from "../defences/defence.ts";

/** A run of the ledger with what is needed to read its rows. */
export interface BenchRun {
  readonly ledger: Ledger;
  readonly run: string;
  readonly plan: BenchPlan;
  /** Those of the plan, in its order. */
  readonly defences: readonly Defence[];
}

/** Kinds of a run's records. Generations have one for each model (`PlannedModel.kind`), judgements one for each judge. */
export const recordKinds: { readonly item: "item"; readonly plan: "plan"; readonly failure: "failure" } = { item: "item", plan: "plan", failure: "failure" };

/** A judge that has changed is another one: what waits for the old one is nobody's work any more. */
export function judgementKind({ name, hash }: Pick<Judge, "name" | "hash">): string {
  return `judgement ${name} ${hash.slice(0, 8)}`;
}
