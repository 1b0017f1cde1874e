import { type Json, SteadfastError } from "../../base/index.ts";
import { type ChatModel, type ChatResponse, type ChatUsage, costOf } from "../../chat/index.ts";
import type { NewRecord, WorkClaim } from "../../ledger/index.ts";
import type { Judge } from "../judges/judge.ts";
import type { GenerationRow } from "../rows/rows.ts";
import { type BenchRun, recordKinds } from "./bench-run.ts";
import { callFailure } from "./call-failure.ts";
import type { GenerationWork } from "./queue-generations.ts";
import { judgementWork } from "./queue-judgements.ts";
import { asItem, type Slot, slotOf } from "./slots.ts";
import { StopRule } from "./stop-rule.ts";
import type { Settlement } from "./work-loop.ts";

/** @see createGenerator */
export interface GeneratorOptions {
  readonly bench: BenchRun;
  /** By reference. */
  readonly models: ReadonlyMap<string, ChatModel>;
  readonly judge: Judge;
  readonly onFailure: (failure: { readonly code: string; readonly sentence: string; readonly stop: boolean; readonly hint: string | undefined }) => void;
  readonly onAnswered: (finish: ChatResponse["finish"], item: string) => void;
  readonly signal: AbortSignal;
}

/** What makes the calls of one kind of generations. */
export interface Generator {
  prepare(claims: readonly WorkClaim[]): Promise<readonly Slot[]>;
  handle(slot: Slot, claim: WorkClaim): Promise<Settlement>;
}

export function createGenerator({ bench, models, judge, onFailure, onAnswered, signal }: GeneratorOptions): Generator {
  const rule = new StopRule();
  const { ledger, run } = bench;
  return {
    prepare: async (claims) => {
      const items = await ledger.findRecords({ kind: recordKinds.item, run }, new Set(claims.map(({ payload }) => (payload as GenerationWork).item)));
      return claims.map(({ key, payload }) => {
        const { item, model: reference, defence: name, trial } = payload as GenerationWork;
        const [record, model, defence] = [items.get(item), bench.plan.models.find((each) => each.reference === reference), bench.defences.find((each) => each.name === name)];
        const slot = record === undefined || model === undefined || defence === undefined ? undefined : slotOf({ item: asItem(record.value), model, defence, trial }, bench.plan);
        if (slot?.key !== key) throw differs(run, item);
        return slot;
      });
    },
    handle: async (slot, { kind }) => {
      const model = models.get(slot.model.reference)!;
      // Of the last try: what was waited for its turn is no latency of the model's.
      let began = performance.now();
      const onTry = (): void => {
        began = performance.now();
      };
      try {
        const response = await model.generate(slot.request, { signal, onTry });
        rule.answered();
        onAnswered(response.finish, slot.item.id);
        const row: GenerationRow = { ...rowOf(slot), outcome: { type: "answered", response }, cost: priced(model, response.usage), milliseconds: Math.round(performance.now() - began) };
        const work = judgementWork({ judge, slot, kind, response });
        return { type: "completed", completion: { value: row as unknown as Json, ...(work === undefined ? {} : { followUps: [work] }) } };
      } catch (thrown) {
        if (signal.aborted) return { type: "released" };
        const failure = callFailure(thrown);
        const { code, message: sentence, hint } = failure;
        const { call, stop } = rule.failed(failure);
        onFailure({ code, sentence, stop, hint });
        if (call === "release") return { type: "released", stop };
        const row: GenerationRow = { ...rowOf(slot), outcome: { type: "failed", code, sentence }, cost: failure.billed ? priced(model, null) : 0, milliseconds: Math.round(performance.now() - began) };
        await ledger.putRecords(run, [failureRecord(row)], { replace: true });
        return { type: "failed", error: { code, sentence }, stop };
      }
    },
  };
}

function differs(run: string, item: string): SteadfastError {
  return new SteadfastError({ code: "run-differs", sentence: `What the run ${run} has queued for the item ${item} is not what its plan asks.`, hint: "Begin a new run: what it asks the same is taken over from this one." });
}

function rowOf({ key, item, model, defence, trial, request }: Slot): Pick<GenerationRow, "key" | "item" | "model" | "defence" | "trial" | "request"> {
  return { key, item: item.id, model: model.reference, defence: defence.name, trial, request };
}

/** A failure is kept apart from what was answered: it is never a result, and is replaced by the next one. */
export function failureRecord(row: { readonly key: string }): NewRecord {
  return { kind: recordKinds.failure, key: row.key, value: row as unknown as Json };
}

/** US dollars of a call; null where price or usage is not known. */
export function priced({ price }: Pick<ChatModel, "price">, usage: ChatUsage | null): number | null {
  if (price === null) return null;
  if (usage === null) return price.input === 0 && price.output === 0 ? 0 : null;
  return costOf(usage, price);
}
