import type { BenchItem, BenchRun, GenerationRow, JudgementRow } from "../../../dim-bench/index.ts";
import type { LedgerRecord } from "../../../ledger/index.ts";
import type { BenchBlock, BenchBlockItem, BenchRow } from "./bench-document.ts";
import { failureKind } from "./record-kinds.ts";
import { TextTable } from "./text-table.ts";

/** Where a row and its judgement are stored. */
export interface SlotKeys {
  /** Index into the plan's models. */
  readonly model: number;
  readonly generation: string;
  judgement: string | null;
}

/** @see readBenchBlock */
export interface BlockOptions {
  readonly judge: { readonly kind: string } | null;
  readonly ids: readonly string[];
  keysOf(id: string): readonly (SlotKeys | undefined)[];
}

/** Some items with all that was said to them. */
export async function readBenchBlock({ ledger, run, plan }: BenchRun, { judge, ids, keysOf }: BlockOptions): Promise<BenchBlock> {
  const slots = ids.map(keysOf);
  const present = slots.flat().filter((slot) => slot !== undefined);
  const find = async (kind: string, keys: readonly string[]): Promise<ReadonlyMap<string, LedgerRecord>> => (keys.length === 0 ? new Map() : ledger.findRecords({ kind, run }, new Set(keys)));
  const items = await find("item", ids);
  const generations = new Map<string, LedgerRecord>();
  for (const [kind, group] of Map.groupBy(present, ({ model }) => plan.models[model]!.kind)) {
    for (const [key, record] of await find(kind, group.map(({ generation }) => generation))) generations.set(key, record);
  }
  const judgementKeys = present.flatMap(({ judgement }) => judgement ?? []);
  const judgements = judge === null ? new Map<string, LedgerRecord>() : await find(judge.kind, judgementKeys);
  const failures = await find(failureKind, [...present.flatMap(({ generation }) => (generations.has(generation) ? [] : [generation])), ...judgementKeys.filter((key) => !judgements.has(key))]);
  const texts = new TextTable();
  return {
    items: ids.map((id) => itemOf(items.get(id)!.value as unknown as BenchItem, texts)),
    rows: slots.map((row) =>
      row.map((keys) => {
        const generation = keys && (generations.get(keys.generation) ?? failures.get(keys.generation));
        if (keys === undefined || generation === undefined) return null;
        const judgement = keys.judgement === null ? undefined : (judgements.get(keys.judgement) ?? failures.get(keys.judgement));
        return rowOf(generation.value as unknown as GenerationRow, judgement?.value as unknown as JudgementRow | undefined, texts);
      }),
    ),
    texts: texts.texts,
  };
}

function itemOf({ instruction, input, answer, gold, options = [], errors = [] }: BenchItem, texts: TextTable): BenchBlockItem {
  return {
    instruction: texts.add(instruction),
    input: texts.add(input),
    answer: texts.add(answer),
    gold: gold === undefined ? null : texts.add(gold),
    options: options.map((option) => texts.add(option)),
    errors: errors.map(({ at, wrong, right }) => ({ at, wrong, right })),
  };
}

function rowOf({ request, outcome, cost, cached, milliseconds }: GenerationRow, judged: JudgementRow | undefined, texts: TextTable): BenchRow {
  const response = outcome.type === "answered" ? outcome.response : null;
  return {
    messages: request.messages.map(({ role, text }) => ({ role, text: texts.add(text) })),
    output: response === null ? null : texts.add(response.text),
    reasoning: response?.reasoning === undefined ? null : texts.add(response.reasoning),
    finish: response?.finish ?? null,
    failure: outcome.type === "failed" ? { code: outcome.code, sentence: outcome.sentence } : null,
    cost,
    cached: cached !== undefined,
    milliseconds,
    tokens: response === null || response.usage === null ? null : { input: response.usage.input, output: response.usage.output },
    judgement: judged === undefined ? null : judgementOf(judged, texts),
  };
}

function judgementOf({ outcome, cost }: JudgementRow, texts: TextTable): NonNullable<BenchRow["judgement"]> {
  if (outcome.type === "failed") return { verdict: "unscored", reason: texts.add(outcome.sentence), answers: [], cost };
  const { verdict, reason, answers } = outcome.judgement;
  return { verdict, reason: texts.add(reason), answers: answers.map(({ question, expected, given, reason }) => ({ question, expected, given, reason: texts.add(reason) })), cost };
}
