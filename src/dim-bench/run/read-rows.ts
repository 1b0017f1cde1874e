import type { BenchItem } from "../items/bench-item.ts";
import type { Judge } from "../judges/judge.ts";
import type { GenerationRow, JudgementRow } from "../rows/rows.ts";
import { type BenchRun, judgementKind, recordKinds } from "./bench-run.ts";
import { findGenerations } from "./find-generations.ts";
import { answeredPages } from "./queue-judgements.ts";
import { asItem, type Slot, slotPages } from "./slots.ts";

/**
 * What came back, slot by slot in the order of the items: a row for each that was answered or has failed. Slots that ask the same
 * have rows of their own, of which one is paid for. Read page by page.
 *
 * @throws what the ledger throws
 * @example
 * for await (const { item, outcome } of generationRows({ ledger, run: run.id, plan, defences })) console.log(item, outcome.type);
 */
export async function* generationRows(bench: BenchRun): AsyncGenerator<GenerationRow> {
  for await (const page of slotPages(bench)) {
    const records = await findGenerations(bench, page);
    const failures = await bench.ledger.findRecords({ kind: recordKinds.failure, run: bench.run }, page.flatMap(({ key }) => (records.has(key) ? [] : [key])));
    for (const slot of page) {
      const record = records.get(slot.key) ?? failures.get(slot.key);
      if (record !== undefined) yield rowOf(slot, record.value as unknown as GenerationRow, bench.run);
    }
  }
}

function rowOf(slot: Slot, row: GenerationRow, run: string): GenerationRow {
  const own = { item: slot.item.id, model: slot.model.reference, defence: slot.defence.name, trial: slot.trial };
  const isOwn = row.item === own.item && row.model === own.model && row.defence === own.defence && row.trial === own.trial;
  return isOwn ? row : { ...row, ...own, ...notPaidTwice(row, run) };
}

function notPaidTwice<Row extends Pick<GenerationRow, "cost" | "cached">>({ cost, cached }: Row, run: string): Pick<GenerationRow, "cost" | "cached"> {
  return { cost: 0, cached: cached ?? { run, cost } };
}

/**
 * What the judge said, for each slot whose answer could be judged; as `generationRows`.
 *
 * @throws what the ledger throws
 * @example
 * const outcomes = await collectOutcomes({ items: benchItems(bench), generations: generationRows(bench), judgements: judgementRows(bench, judge) });
 */
export async function* judgementRows(bench: BenchRun, judge: Pick<Judge, "name" | "hash">): AsyncGenerator<JudgementRow> {
  const { ledger, run } = bench;
  const kind = judgementKind(judge);
  for await (const page of answeredPages(bench, judge)) {
    const keys = new Set(page.flatMap(({ judgement }) => (judgement === undefined ? [] : [judgement])));
    const records = await ledger.findRecords({ kind, run }, keys);
    const failures = await ledger.findRecords({ kind: recordKinds.failure, run }, [...keys].filter((key) => !records.has(key)));
    for (const { slot, judgement } of page) {
      const record = judgement === undefined ? undefined : (records.get(judgement) ?? failures.get(judgement));
      if (record === undefined) continue;
      const row = record.value as unknown as JudgementRow;
      const isOwn = row.generation === slot.key && row.item === slot.item.id;
      yield isOwn ? row : { ...row, generation: slot.key, item: slot.item.id, ...notPaidTwice(row, run) };
    }
  }
}

/**
 * The items of a run, as they were asked.
 *
 * @throws what the ledger throws
 * @example
 * for await (const { id } of benchItems({ ledger, run: run.id })) console.log(id);
 */
export async function* benchItems({ ledger, run }: Pick<BenchRun, "ledger" | "run">): AsyncGenerator<BenchItem> {
  for await (const { value } of ledger.streamRecords(run, { kind: recordKinds.item })) yield asItem(value);
}
