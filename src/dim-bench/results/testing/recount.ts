import type { BenchItem } from "../../items/bench-item.ts";
import type { GenerationRow, JudgementRow } from "../../rows/rows.ts";
import type { System } from "../outcomes/outcome.ts";

/** What the recount says of one system. */
export interface Recount {
  readonly accuracy: number | null;
  readonly bounds: { readonly low: number; readonly high: number };
  readonly n: number;
  readonly unscored: Record<string, number>;
  readonly instead: Record<string, number>;
}

/** The results of one system straight from the rows, by searching all of them for every output: slow, and another way than the one it checks. */
export function recount({ items, generations, judgements, trials, system }: { readonly items: readonly BenchItem[]; readonly generations: readonly GenerationRow[]; readonly judgements: readonly JudgementRow[]; readonly trials: number; readonly system: System }): Recount {
  const unscored: Record<string, number> = {};
  const instead: Record<string, number> = {};
  const means: { left: number[]; low: number[]; high: number[] } = { left: [], low: [], high: [] };
  for (const cell of new Set(items.map(({ instructionTask, inputTask }) => `${instructionTask} ${inputTask}`))) {
    const shares: typeof means = { left: [], low: [], high: [] };
    for (const item of items.filter(({ instructionTask, inputTask }) => `${instructionTask} ${inputTask}` === cell)) {
      let passed = 0;
      let failed = 0;
      for (let trial = 0; trial < trials; trial++) {
        const said = say(generations, judgements, { item, trial, system });
        if (said === "pass") passed++;
        else if (said.startsWith("fail ")) {
          failed++;
          instead[said.slice(5)] = (instead[said.slice(5)] ?? 0) + 1;
        } else unscored[said] = (unscored[said] ?? 0) + 1;
      }
      if (passed + failed > 0) shares.left.push(passed / (passed + failed));
      shares.low.push(passed / trials);
      shares.high.push((trials - failed) / trials);
    }
    for (const kind of ["left", "low", "high"] as const) if (shares[kind].length > 0) means[kind].push(average(shares[kind]));
  }
  return { accuracy: means.left.length === 0 ? null : average(means.left), bounds: { low: average(means.low), high: average(means.high) }, n: items.length * trials, unscored, instead };
}

function say(generations: readonly GenerationRow[], judgements: readonly JudgementRow[], { item, trial, system }: { item: BenchItem; trial: number; system: System }): string {
  const generation = generations.find((row) => row.item === item.id && row.trial === trial && row.model === system.model && row.defence === system.defence);
  if (!generation) return "not-asked";
  if (generation.outcome.type === "failed") return `call-failed/${generation.outcome.code}`;
  if (generation.outcome.response.finish !== "stop") return generation.outcome.response.finish === "length" ? "truncated-by-limit" : "filtered";
  const judgement = judgements.find((row) => row.generation === generation.key);
  if (!judgement) return "not-judged";
  if (judgement.outcome.type === "failed") return `judge-failed/${judgement.outcome.code}`;
  const { judgement: said } = judgement.outcome;
  return said.verdict === "pass" ? "pass" : said.verdict === "fail" ? `fail ${said.instead}` : said.cause;
}

function average(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
