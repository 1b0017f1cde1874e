import { SteadfastError } from "../../../base/index.ts";
import { ChatFailure, isChatFailureCode } from "../../../chat/index.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import type { GenerationRow, JudgementRow } from "../../rows/rows.ts";
import { type Decisive, generationPart, judgementPart, outcomeOf } from "./outcome-of.ts";
import type { CallFigures, ItemFacts, ItemResult, Outcomes, System } from "./outcome.ts";

/** @see collectOutcomes */
export interface CollectOptions {
  readonly items: Iterable<BenchItem> | AsyncIterable<BenchItem>;
  /** One row for each item, model, defence and trial that was asked, in any order. */
  readonly generations: Iterable<GenerationRow> | AsyncIterable<GenerationRow>;
  readonly judgements: Iterable<JudgementRow> | AsyncIterable<JudgementRow>;
  /** What was to be asked, in the order of the report. Where it is left out: the systems that have rows, by name. */
  readonly systems?: readonly System[];
  /** How often each was to be asked. Where it is left out: as often as the row with the highest trial says. */
  readonly trials?: number;
  /** The hash of the judge whose judgements count. It must be given where the rows are of several. */
  readonly judge?: string;
}

/** What is kept of a row that won its place. */
interface Kept<Part> {
  readonly key: string;
  readonly part: Part;
  readonly figures: CallFigures;
}

interface Slot {
  generation: Kept<NonNullable<Decisive["generation"]>> | null;
  judgement: Kept<NonNullable<Decisive["judgement"]>> | null;
}

const mostTrials = 1000;
const notAsked: ItemResult = { outcome: outcomeOf({ generation: null, judgement: null }), call: null, judging: null };

/**
 * Joins items with what was asked of them and what a judge said: pass, fail or unscored for every item under every model,
 * defence and trial, also for those that were never asked. Rows may come in any order and twice; an answer counts before a
 * failure of the same place. No text is kept, so memory grows by a few hundred bytes a row.
 *
 * @throws SteadfastError `item-repeated`, `judges-mixed` for judgements of several judges where none is chosen,
 * `rows-contradict` for two different answers to one item in one trial, `trial-malformed`
 * @example
 * const outcomes = await collectOutcomes({ items, generations, judgements, systems: [{ model: "openai:gpt-5-mini", defence: "standard" }] });
 */
export async function collectOutcomes({ items, generations, judgements, systems, trials, judge }: CollectOptions): Promise<Outcomes> {
  const facts = await factsOf(items);
  const indexOf = new Map(facts.map(({ id }, index) => [id, index]));
  const found = new Map<string, System & { readonly slots: Map<number, Slot[]> }>();
  const byGeneration = new Map<string, Slot[]>();
  const chosen = systems && new Set(systems.map(systemKey));
  let strangers = 0;
  let highestTrial = -1;

  for await (const row of generations) {
    const item = indexOf.get(row.item);
    checkTrial(row);
    if (item === undefined || (chosen && !chosen.has(systemKey(row))) || (trials !== undefined && row.trial >= trials)) {
      strangers++;
      continue;
    }
    highestTrial = Math.max(highestTrial, row.trial);
    const system = getOrAdd(found, systemKey(row), () => ({ model: row.model, defence: row.defence, slots: new Map<number, Slot[]>() }));
    const slot = getOrAdd(system.slots, row.trial, () => facts.map((): Slot => ({ generation: null, judgement: null })))[item]!;
    slot.generation = better(slot.generation, { key: row.key, part: generationPart(row), figures: figuresOf(row) }, row.item);
  }
  // In one order, whatever that of the rows: who pays for a judgement that several share must not depend on it.
  for (const { slots } of inOrder(found)) {
    for (const trial of inOrder(slots)) {
      for (const [item, slot] of trial.entries()) {
        if (slot.generation !== null) getOrAdd(byGeneration, judgedKey(slot.generation.key, facts[item]!.id), (): Slot[] => []).push(slot);
      }
    }
  }

  let judgedBy: Outcomes["judge"] = null;
  for await (const row of judgements) {
    if (judge !== undefined && row.judgeHash !== judge) continue;
    judgedBy ??= { name: row.judge, hash: row.judgeHash };
    if (judgedBy.hash !== row.judgeHash) throw judgesMixed(judgedBy.name, row.judge);
    const slots = byGeneration.get(judgedKey(row.generation, row.item));
    if (slots === undefined) strangers++;
    const kept = { key: row.key, part: judgementPart(row), figures: figuresOf(row) };
    const payer = slots?.find(({ generation }) => generation!.figures.cached === null) ?? slots?.[0];
    for (const slot of slots ?? []) slot.judgement = better(slot.judgement, slot === payer ? kept : { ...kept, figures: takenOver(kept.figures) }, row.item);
  }

  const wanted = systems ?? inOrder(found);
  const count = trials ?? Math.max(1, highestTrial + 1);
  return {
    items: facts,
    systems: wanted.map(({ model, defence }) => {
      const slots = found.get(systemKey({ model, defence }))?.slots;
      return { model, defence, trials: Array.from({ length: count }, (_, trial) => facts.map((_, item) => resultOf(slots?.get(trial)?.[item]))) };
    }),
    judge: judgedBy,
    strangers,
  };
}

async function factsOf(items: CollectOptions["items"]): Promise<ItemFacts[]> {
  const facts = new Map<string, ItemFacts>();
  for await (const { id, instructionTask, inputTask, inputId, input } of items) {
    if (facts.has(id)) throw new SteadfastError({ code: "item-repeated", sentence: `The item ${id} stands twice in its set.`, hint: "Ids are unique: they are what rows are joined by." });
    facts.set(id, { id, instructionTask, inputTask, inputId, words: input.match(/\S+/gu)?.length ?? 0 });
  }
  return [...facts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

// The same whatever the order of the rows: success before failure, and of two failures the one that sorts first.
function better<Part>(old: Kept<Part> | null, next: Kept<Part>, item: string): Kept<Part> {
  if (old === null) return next;
  if (old.figures.answered !== next.figures.answered) return next.figures.answered ? next : old;
  if (next.figures.answered && old.key !== next.key) {
    throw new SteadfastError({ code: "rows-contradict", sentence: `The item ${item} has two answers, or two judgements of one answer, in one trial of one model and defence.`, hint: "Give the rows of one run, asked with one set of parameters." });
  }
  return JSON.stringify(next) < JSON.stringify(old) ? next : old;
}

function figuresOf(row: GenerationRow | JudgementRow): CallFigures {
  const answered = row.outcome.type !== "failed";
  const usage = "usage" in row ? row.usage : row.outcome.type === "answered" ? row.outcome.response.usage : null;
  return {
    cost: row.outcome.type === "failed" && !mayBeBilled(row.outcome) ? (row.cost ?? 0) : row.cost,
    cached: row.cached === undefined ? null : { cost: row.cached.cost },
    answered,
    milliseconds: row.milliseconds,
    usage: usage === null ? null : { input: usage.input, output: usage.output, cached: usage.cached },
  };
}

function resultOf(slot: Slot | undefined): ItemResult {
  if (slot === undefined) return notAsked;
  const { generation, judgement } = slot;
  return { outcome: outcomeOf({ generation: generation?.part ?? null, judgement: judgement?.part ?? null }), call: generation?.figures ?? null, judging: judgement?.figures ?? null };
}

// A call that the provider turned away costs nothing, though the row may not say so. Rows of a later version may have codes of their own.
function mayBeBilled({ code, sentence }: { readonly code: string; readonly sentence: string }): boolean {
  return !isChatFailureCode(code) || new ChatFailure({ code, sentence }).billed;
}

function checkTrial({ trial, item }: GenerationRow): void {
  if (Number.isSafeInteger(trial) && trial >= 0 && trial < mostTrials) return;
  throw new SteadfastError({ code: "trial-malformed", sentence: `A row of the item ${item} has the trial ${trial}, which is no whole number from 0 to ${mostTrials - 1}.` });
}

function judgesMixed(first: string, second: string): SteadfastError {
  const sentence = first === second ? `The rows hold judgements of two versions of the judge ${first}.` : `The rows hold judgements of the judges ${first} and ${second}.`;
  return new SteadfastError({ code: "judges-mixed", sentence, hint: "Say which of them counts, by its hash." });
}

function takenOver(figures: CallFigures): CallFigures {
  return { ...figures, cost: 0, cached: figures.cached ?? { cost: figures.cost } };
}

function inOrder<Key extends string | number, Value>(map: ReadonlyMap<Key, Value>): Value[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}

function systemKey({ model, defence }: System): string {
  return JSON.stringify([model, defence]);
}

function judgedKey(generation: string, item: string): string {
  return `${generation} ${item}`;
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}
