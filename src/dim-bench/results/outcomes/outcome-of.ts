import type { GenerationRow, JudgementRow } from "../../rows/rows.ts";
import type { Outcome } from "./outcome.ts";

/** The parts of rows that decide; texts stay behind. */
export interface Decisive {
  readonly generation: { readonly answered: true; readonly finish: "stop" | "length" | "filter" } | { readonly answered: false; readonly code: string } | null;
  readonly judgement: Outcome | null;
}

const pass: Outcome = { type: "pass" };

/**
 * Three outcomes. Only a whole answer that a judge has judged passes or fails: a call that failed, an answer cut at the limit
 * or withheld by a filter, a judge that failed or could not say are nobody's failure at the task. A cut or withheld answer is
 * unscored whatever a judge said of it.
 */
export function outcomeOf({ generation, judgement }: Decisive): Outcome {
  if (generation === null) return unscored("not-asked");
  if (!generation.answered) return unscored(`call-failed/${generation.code}`);
  if (generation.finish === "length") return unscored("truncated-by-limit");
  if (generation.finish === "filter") return unscored("filtered");
  return judgement ?? unscored("not-judged");
}

/** What a row of a generation decides. */
export function generationPart({ outcome }: GenerationRow): NonNullable<Decisive["generation"]> {
  return outcome.type === "answered" ? { answered: true, finish: outcome.response.finish } : { answered: false, code: outcome.code };
}

/** What a row of a judgement decides. */
export function judgementPart({ outcome }: JudgementRow): Outcome {
  if (outcome.type === "failed") return unscored(`judge-failed/${outcome.code}`);
  const { judgement } = outcome;
  if (judgement.verdict === "pass") return pass;
  return judgement.verdict === "fail" ? { type: "fail", instead: judgement.instead } : unscored(judgement.cause);
}

function unscored(reason: string): Outcome {
  return { type: "unscored", reason };
}
