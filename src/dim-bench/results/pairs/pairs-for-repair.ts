import { contentHash, SteadfastError } from "../../../base/index.ts";
import type { Defence } from "../../defences/defence.ts";
import type { BenchItem } from "../../items/bench-item.ts";
import type { InsteadKind } from "../../judges/judge.ts";
import type { GenerationRow, JudgementRow } from "../../rows/rows.ts";
import { isBaseline } from "../outcomes/baseline.ts";
import { tally } from "../summary/rate.ts";
import { type Candidate, choosePairs, type ChosenPair } from "./choose-pairs.ts";
import { promptText } from "./prompt-text.ts";

/** What a repair learns from: the prompt as it was sent, what should have been answered, and what was. */
export interface RepairPair {
  readonly prompt: string;
  readonly desired: string;
  readonly undesired: string;
}

/** @see pairsForRepair */
export interface RepairPairOptions {
  readonly items: Iterable<BenchItem> | AsyncIterable<BenchItem>;
  /** Read twice: once to choose, once for the texts. */
  readonly generations: () => Iterable<GenerationRow> | AsyncIterable<GenerationRow>;
  readonly judgements: Iterable<JudgementRow> | AsyncIterable<JudgementRow>;
  /** The hash of the judge whose judgements count. Where it is left out, all do, and what two judges disagree on is no pair's. */
  readonly judge?: string;
  /** Pairs an item gives at most: 1 unless said otherwise. */
  readonly perItem?: number;
  /** Those whose outputs stand somewhere in the answer. Of others, the whole answer is the output. */
  readonly defences?: readonly Pick<Defence, "name" | "outputOf">[];
}

/** Pairs, and how many there are before any is read. */
export interface RepairPairs {
  readonly count: number;
  readonly items: number;
  /** Items that give no pair, by reason: `nothing-scored`, `nothing-passed`, `nothing-failed`, `no-different-texts`. */
  readonly without: { readonly [reason: string]: number };
  /** Each when both its texts have been read; of the texts, only those of pairs that are half read are held. */
  pairs(): AsyncGenerator<RepairPair, void, undefined>;
}

/**
 * Pairs of a passed and a failed output of the same item, by whichever model, defence and trial: what `steadfast repair` takes. The
 * prompt is the one that the failed output answers; outputs that did what the input asks are taken first. Of items with exactly one right output, that is what is desired. Outputs that were
 * cut, withheld, empty or not scored are in no pair.
 *
 * @throws SteadfastError `pairs-malformed` for a `perItem` that is no whole number above 0
 * @example
 * const { count, without, pairs } = await pairsForRepair({ items, generations: () => generationRows(bench), judgements: judgementRows(bench, judge) });
 * for await (const pair of pairs()) file.write(`${JSON.stringify(pair)}\n`);
 */
export async function pairsForRepair({ items, generations, judgements, judge, perItem = 1, defences = [] }: RepairPairOptions): Promise<RepairPairs> {
  if (!Number.isSafeInteger(perItem) || perItem < 1) throw new SteadfastError({ code: "pairs-malformed", sentence: `An item gives 1 pair or more, not ${perItem}.` });
  const outputOf = outputReader(defences);
  const found = await candidatesOf({ items, generations: generations(), verdicts: await verdictsOf(judgements, judge), outputOf });
  const chosen: (ChosenPair & { readonly gold: string | null })[] = [];
  const without: string[] = [];
  for (const { gold, ...candidates } of found) {
    const pairs = choosePairs({ ...candidates, gold: gold === null ? null : contentHash(gold) }, perItem);
    if (typeof pairs === "string") without.push(pairs);
    else chosen.push(...pairs.map((pair) => ({ ...pair, gold })));
  }
  return { count: chosen.length, items: found.length, without: tally(without), pairs: () => read({ chosen, generations: generations(), outputOf }) };
}

type Verdict = "pass" | "contradicted" | InsteadKind;

async function verdictsOf(judgements: RepairPairOptions["judgements"], judge: string | undefined): Promise<Map<string, Verdict>> {
  const verdicts = new Map<string, Verdict>();
  for await (const { generation, item, judgeHash, outcome } of judgements) {
    if (outcome.type !== "judged" || outcome.judgement.verdict === "unscored" || (judge !== undefined && judgeHash !== judge)) continue;
    const source = sourceOf({ key: generation, item });
    const verdict = outcome.judgement.verdict === "pass" ? "pass" : outcome.judgement.instead;
    const other = verdicts.get(source) ?? verdict;
    // Of two kinds of failure the one that sorts first, so that the order of the rows does not matter.
    verdicts.set(source, (other === "pass") !== (verdict === "pass") || other === "contradicted" ? "contradicted" : other < verdict ? other : verdict);
  }
  return verdicts;
}

interface Found {
  readonly gold: string | null;
  readonly passed: Candidate[];
  readonly failed: Candidate[];
}

type OutputReader = (row: GenerationRow) => string | null;

async function candidatesOf({ items, generations, verdicts, outputOf }: { readonly items: RepairPairOptions["items"]; readonly generations: Iterable<GenerationRow> | AsyncIterable<GenerationRow>; readonly verdicts: ReadonlyMap<string, Verdict>; readonly outputOf: OutputReader }): Promise<readonly Found[]> {
  const byItem = new Map<string, Found>();
  for await (const { id, gold } of items) byItem.set(id, { gold: gold === undefined || gold.trim() === "" ? null : gold, passed: [], failed: [] });
  for await (const row of generations) {
    const verdict = verdicts.get(sourceOf(row));
    const text = outputOf(row);
    const candidates = byItem.get(row.item);
    if (verdict === undefined || verdict === "contradicted" || text === null || candidates === undefined) continue;
    const rank = (verdict === "answered" || verdict === "answered-and-transformed" || verdict === "pass" ? 0 : 1) + (isBaseline(row.model) ? 2 : 0);
    candidates[verdict === "pass" ? "passed" : "failed"].push({ source: sourceOf(row), model: row.model, prompt: contentHash(promptText(row.request.messages)), text: contentHash(text), rank });
  }
  return [...byItem].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, candidates]) => candidates);
}

/** A whole answer's output; null where there is none that says something. */
function outputReader(defences: readonly Pick<Defence, "name" | "outputOf">[]): OutputReader {
  const byName = new Map(defences.map((defence) => [defence.name, defence]));
  return ({ outcome, defence }) => {
    if (outcome.type === "failed" || outcome.response.finish !== "stop") return null;
    const text = byName.get(defence)?.outputOf(outcome.response.text) ?? outcome.response.text;
    return text.trim() === "" ? null : text;
  };
}

interface Half {
  readonly prompt: string;
  readonly text: string;
}

async function* read({ chosen, generations, outputOf }: { readonly chosen: readonly (ChosenPair & { readonly gold: string | null })[]; readonly generations: Iterable<GenerationRow> | AsyncIterable<GenerationRow>; readonly outputOf: OutputReader }): AsyncGenerator<RepairPair, void, undefined> {
  const waiting = new Map<string, Set<(typeof chosen)[number]>>();
  for (const pair of chosen) for (const half of [pair.undesired, pair.desired]) if (half !== null) waiting.set(half.source, (waiting.get(half.source) ?? new Set()).add(pair));
  const halves = new Map<string, Half>();
  for await (const row of generations) {
    const source = sourceOf(row);
    const pairs = waiting.get(source);
    const text = outputOf(row);
    if (pairs === undefined || text === null || halves.has(source)) continue;
    halves.set(source, { prompt: promptText(row.request.messages), text });
    for (const pair of pairs) {
      const wrong = halves.get(pair.undesired.source);
      const right = pair.desired === null ? pair.gold : halves.get(pair.desired.source)?.text;
      if (wrong === undefined || right === undefined || right === null) continue;
      yield { prompt: wrong.prompt, desired: right, undesired: wrong.text };
      for (const half of [pair.undesired, pair.desired]) if (half !== null) release(half.source, pair);
    }
  }

  function release(source: string, pair: (typeof chosen)[number]): void {
    const pairs = waiting.get(source)!;
    pairs.delete(pair);
    if (pairs.size > 0) return;
    waiting.delete(source);
    halves.delete(source);
  }
}

// Two items may share one generation, and are judged apart.
function sourceOf({ key, item }: { readonly key: string; readonly item: string }): string {
  return `${key} ${item}`;
}
