import { SteadfastError } from "../../../base/index.ts";
import { benchItems, type BenchPlan, type BenchRun, type JudgementRow, readPlan, type System } from "../../../dim-bench/index.ts";
import type { Ledger } from "../../../ledger/index.ts";
import { judgementKinds } from "./record-kinds.ts";
import { rememberedDefences } from "./remembered-defences.ts";

/** A judge that has judged outputs of a run. */
export interface RunJudge {
  readonly name: string;
  readonly hash: string;
  /** The kind of its judgements. */
  readonly kind: string;
}

/** A run of DIM-Bench, ready for its rows to be read. */
export interface OpenedBench {
  readonly bench: BenchRun;
  readonly plan: BenchPlan;
  /** The one that judged last first. */
  readonly judges: readonly RunJudge[];
  /** The one that counts; null where nothing was judged yet. */
  readonly judge: RunJudge | null;
  /** In the order of the results. */
  readonly systems: readonly System[];
}

/** Opens a run for its rows; null where it ended before it had a plan. */
export async function openBenchRun(ledger: Ledger, run: string): Promise<OpenedBench | null> {
  const plan = await readPlan(ledger, run).catch(nullWhereNotBegun);
  if (plan === null) return null;
  const asked = new Map<string, { readonly instruction: string; readonly input: string }>();
  for await (const { id, instruction, input } of benchItems({ ledger, run })) asked.set(id, { instruction, input });
  const bench: BenchRun = { ledger, run, plan, defences: await rememberedDefences(ledger, run, plan, asked) };
  const judges = await readJudges(ledger, run);
  return { bench, plan, judges, judge: judges[0] ?? null, systems: plan.models.flatMap(({ reference: model }) => plan.defences.map(({ name: defence }) => ({ model, defence }))) };
}

function nullWhereNotBegun(error: unknown): null {
  if (error instanceof SteadfastError && error.code === "run-not-begun") return null;
  throw error;
}

async function readJudges(ledger: Ledger, run: string): Promise<RunJudge[]> {
  const judges = [];
  for (const { kind } of await ledger.countRecords(run)) {
    if (!kind.startsWith(judgementKinds)) continue;
    for await (const { value, sequence } of ledger.streamRecords(run, { kind, limit: 1 })) {
      const { judge: name, judgeHash: hash } = value as unknown as JudgementRow;
      judges.push({ name, hash, kind, sequence });
    }
  }
  return judges.sort((a, b) => b.sequence - a.sequence);
}
