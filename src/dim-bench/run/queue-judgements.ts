import type { Json } from "../../base/index.ts";
import type { ChatResponse } from "../../chat/index.ts";
import type { NewWorkItem } from "../../ledger/index.ts";
import type { Defence } from "../defences/defence.ts";
import type { Judge } from "../judges/judge.ts";
import type { GenerationRow, JudgementRow } from "../rows/rows.ts";
import { type BenchRun, judgementKind } from "./bench-run.ts";
import { findGenerations } from "./find-generations.ts";
import { judgementKey } from "./keys.ts";
import { type Slot, slotPages } from "./slots.ts";

/** What a worker needs to know of a judgement. A type, not an interface: so it is JSON as it is. */
export type JudgementWork = { readonly generation: string; readonly kind: string; readonly item: string; readonly defence: string };

/** What of a response is judged; undefined where it is no whole answer: cut at its limit, or declined by a filter. */
export function judgedOutput(response: ChatResponse, defence: Defence): string | undefined {
  return response.finish === "stop" ? (defence.outputOf(response.text) ?? response.text) : undefined;
}

/** The judgement that a response makes possible. */
export function judgementWork({ judge, slot: { item, defence, key }, kind, response }: { readonly judge: Pick<Judge, "name" | "hash">; readonly slot: Pick<Slot, "item" | "defence" | "key">; readonly kind: string; readonly response: ChatResponse }): NewWorkItem | undefined {
  const output = judgedOutput(response, defence);
  if (output === undefined) return undefined;
  return { kind: judgementKind(judge), key: judgementKey({ judge, item, output }), payload: { generation: key, kind, item: item.id, defence: defence.name } satisfies JudgementWork };
}

/** A slot, what came back, and the key of its judgement where there is to be one. */
export interface AnsweredSlot {
  readonly slot: Slot;
  readonly row: GenerationRow;
  readonly judgement: string | undefined;
}

/** The slots of a run that are answered, in pages. */
export async function* answeredPages(bench: BenchRun, judge: Pick<Judge, "hash">): AsyncGenerator<AnsweredSlot[]> {
  for await (const page of slotPages(bench)) {
    const records = await findGenerations(bench, page);
    yield page.flatMap((slot): AnsweredSlot[] => {
      const record = records.get(slot.key);
      if (record === undefined) return [];
      const row = record.value as unknown as GenerationRow;
      const output = row.outcome.type === "answered" ? judgedOutput(row.outcome.response, slot.defence) : undefined;
      return [{ slot, row, judgement: output === undefined ? undefined : judgementKey({ judge, item: slot.item, output }) }];
    });
  }
}

/**
 * Queues the judgements of all that is answered, and takes over those that another run of the ledger has paid for. Doing it again, or
 * in two processes at once, changes nothing.
 */
export async function queueJudgements(bench: BenchRun, judge: Judge, { fresh, signal }: { readonly fresh: boolean; readonly signal: AbortSignal }): Promise<void> {
  const { ledger, run } = bench;
  const kind = judgementKind(judge);
  for await (const page of answeredPages(bench, judge)) {
    signal.throwIfAborted();
    const wanted = new Map(page.flatMap(({ slot, judgement }) => (judgement === undefined ? [] : [[judgement, slot] as const])));
    const here = await ledger.findRecords({ kind, run }, wanted.keys());
    const missing = [...wanted].filter(([key]) => !here.has(key));
    const elsewhere = fresh ? new Map<string, never>() : await ledger.findRecords({ kind }, missing.map(([key]) => key));
    const taken = missing.flatMap(([key, slot]) => {
      const record = elsewhere.get(key);
      const row = record?.value as unknown as JudgementRow | undefined;
      return record === undefined || row === undefined || isFree(row) ? [] : [{ kind, key, value: takenOver(row, slot, record.run) }];
    });
    if (taken.length > 0) await ledger.putRecords(run, taken);
    const kept = new Set(taken.map(({ key }) => key));
    const asked = missing.filter(([key]) => !kept.has(key));
    if (asked.length > 0) await ledger.enqueueWork(run, asked.map(([key, { key: generation, model, item, defence }]) => ({ kind, key, payload: { generation, kind: model.kind, item: item.id, defence: defence.name } satisfies JudgementWork })));
  }
}

/** A judge that asks no model is asked again: that costs nothing, and shows what it says today. */
function isFree({ usage, cost }: JudgementRow): boolean {
  return cost === 0 && usage !== null && usage.input === 0 && usage.output === 0;
}

function takenOver(row: JudgementRow, { key, item }: Pick<Slot, "key" | "item">, run: string): Json {
  return { ...row, generation: key, item: item.id, cost: 0, cached: row.cached ?? { run, cost: row.cost } } as unknown as Json;
}
