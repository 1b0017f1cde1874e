import { type Json, SteadfastError } from "../../base/index.ts";
import type { ChatModel } from "../../chat/index.ts";
import type { WorkClaim } from "../../ledger/index.ts";
import type { BenchItem } from "../items/bench-item.ts";
import type { Judge, Judgement } from "../judges/judge.ts";
import type { GenerationRow, JudgementRow } from "../rows/rows.ts";
import { type BenchRun, recordKinds } from "./bench-run.ts";
import { callFailure } from "./call-failure.ts";
import { failureRecord, priced } from "./generate.ts";
import { type JudgementWork, judgedOutput } from "./queue-judgements.ts";
import { asItem } from "./slots.ts";
import { StopRule } from "./stop-rule.ts";
import type { Settlement } from "./work-loop.ts";

/** An output to be judged. */
export interface ToJudge {
  readonly generation: string;
  readonly item: BenchItem;
  readonly output: string;
}

/** @see createJudging */
export interface JudgingOptions {
  readonly bench: BenchRun;
  readonly judge: Judge;
  readonly onJudged: (judged: ToJudge, judgement: Judgement) => void;
  readonly onFailure: (failure: { readonly code: string; readonly sentence: string; readonly stop: boolean; readonly hint: string | undefined }) => void;
  readonly signal: AbortSignal;
}

/** What asks the judge. */
export interface Judging {
  prepare(claims: readonly WorkClaim[]): Promise<readonly ToJudge[]>;
  handle(judged: ToJudge, claim: WorkClaim): Promise<Settlement>;
}

export function createJudging({ bench, judge, onJudged, onFailure, signal }: JudgingOptions): Judging {
  const rule = new StopRule();
  const { ledger, run, defences } = bench;
  return {
    prepare: async (claims) => {
      const works = claims.map(({ payload }) => payload as JudgementWork);
      const items = await ledger.findRecords({ kind: recordKinds.item, run }, new Set(works.map(({ item }) => item)));
      const generations = new Map<string, GenerationRow>();
      for (const [kind, group] of Map.groupBy(works, (work) => work.kind)) {
        for (const [key, { value }] of await ledger.findRecords({ kind, run }, new Set(group.map(({ generation }) => generation)))) generations.set(key, value as unknown as GenerationRow);
      }
      return works.map(({ generation, item: id, defence }) => {
        const row = generations.get(generation);
        const item = items.get(id);
        const planned = defences.find(({ name }) => name === defence);
        const output = row?.outcome.type === "answered" && planned !== undefined ? judgedOutput(row.outcome.response, planned) : undefined;
        if (item === undefined || output === undefined) throw new SteadfastError({ code: "run-differs", sentence: `The run ${run} has queued a judgement of the item ${id}, but holds no answer to it.`, hint: "Begin a new run: what it asks the same is taken over from this one." });
        return { generation, item: asItem(item.value), output };
      });
    },
    handle: async (judged, { key }) => {
      const { generation, item, output } = judged;
      const began = performance.now();
      const bill = new Bill();
      const common = () => ({ key, generation, item: item.id, judge: judge.name, judgeHash: judge.hash, ...bill.total, milliseconds: Math.round(performance.now() - began) });
      try {
        const judgement = await judge.judge(item, output, { signal, onCall: (usage) => bill.add(usage, judge.price ?? null) });
        rule.answered();
        onJudged(judged, judgement);
        return { type: "completed", completion: { value: { ...common(), outcome: { type: "judged", judgement } } satisfies JudgementRow as unknown as Json } };
      } catch (thrown) {
        if (signal.aborted) return { type: "released" };
        const failure = callFailure(thrown);
        const { code, message: sentence, hint } = failure;
        const { call, stop } = rule.failed(failure);
        onFailure({ code, sentence, stop, hint });
        if (call === "release") return { type: "released", stop };
        const row: JudgementRow = { ...common(), outcome: { type: "failed", code, sentence } };
        await ledger.putRecords(run, [failureRecord(row)], { replace: true });
        return { type: "failed", error: { code, sentence }, stop };
      }
    },
  };
}

/** What the calls of one judgement took, together. */
class Bill {
  #usage: JudgementRow["usage"] = { input: 0, output: 0, cached: 0 };
  #cost: number | null = 0;

  add(usage: Parameters<typeof priced>[1], price: ChatModel["price"]): void {
    const cost = priced({ price }, usage);
    this.#cost = this.#cost === null || cost === null ? null : this.#cost + cost;
    const sum = this.#usage;
    this.#usage = sum === null || usage === null ? null : { input: sum.input + usage.input, output: sum.output + usage.output, cached: sum.cached + usage.cached };
  }

  get total(): Pick<JudgementRow, "usage" | "cost"> {
    return { usage: this.#usage, cost: this.#cost };
  }
}
