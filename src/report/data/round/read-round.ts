import { SteadfastError } from "../../../base/index.ts";
import { type BenchPlan, benchItems, collectOutcomes, type Comparison, compareModels, generationRows, type ItemResult, judgementRows, type Outcomes, summarise, type SystemOutcomes } from "../../../dim-bench/index.ts";
import type { Ledger, Run } from "../../../ledger/index.ts";
import { holm } from "../../../stats/index.ts";
import { type OpenedBench, openBenchRun } from "../bench/open-bench-run.ts";
import { runLine } from "../run-line.ts";
import { runVersion } from "../run-version.ts";
import { whyNotComparable } from "./comparable.ts";
import { type FoundRound, type FoundStage, findRounds, folderName, madeBy, modelsOf, partOf, roundKinds } from "./find-rounds.ts";
import type { Measured, RoundChange, RoundDocument, RoundStage, RoundStep, RoundWay } from "./round-document.ts";

/** A run of DIM-Bench with what became of its items. */
interface ReadBench {
  readonly run: Run;
  readonly opened: OpenedBench;
  readonly outcomes: Outcomes;
}

/** A stage with the run that measured it as the last one was measured. */
interface ReadStage {
  readonly found: FoundStage;
  readonly bench: ReadBench | null;
  readonly systems: readonly { readonly place: number; readonly outcomes: SystemOutcomes }[];
}

const level = 0.95;
const mostNamed = 200;
// Whoever measured a model a hundred times wants to see the round all the same.
const mostTried = 12;

/** All runs of the ledger that can belong to rounds. */
export async function roundRuns(ledger: Ledger): Promise<Run[]> {
  const runs: Run[] = [];
  for (const kind of roundKinds) for await (const run of ledger.listRuns({ kind })) runs.push(run);
  return runs;
}

/**
 * The round that a run of DIM-Bench has ended.
 *
 * @throws SteadfastError `round-missing` where it ended none
 */
export async function readRoundEndingWith(ledger: Ledger, { id }: Run): Promise<RoundDocument> {
  const found = findRounds(await roundRuns(ledger)).find(({ last }) => last.id === id);
  if (found === undefined) throw new SteadfastError({ code: "round-missing", sentence: `The run ${id} measured nothing that another run of this ledger had made.` });
  return readRound(ledger, found);
}

/** Reads what came of a round: every model measured first and last, compared item by item as models of one run are. */
export async function readRound(ledger: Ledger, { line, last, ways, treatments }: FoundRound): Promise<RoundDocument> {
  const version = await runVersion(ledger, last);
  const read = new Map<string, Promise<ReadBench | null>>();
  const open = (run: Run): Promise<ReadBench | null> => {
    const reading = read.get(run.id) ?? readBenchOutcomes(ledger, run);
    read.set(run.id, reading);
    return reading;
  };
  const end = await open(last);
  const measuring = new Set<Run>();
  const models: RoundWay[] = [];
  for (const stages of ways) models.push(await readWay({ stages, end, open, measuring }));
  return {
    ...line,
    version,
    steps: stepsOf({ last, treatments, measuring }),
    models: adjusted(models),
    set: end?.opened.plan.items.set ?? "",
    items: end?.opened.plan.items.count ?? 0,
    inputs: end?.opened.plan.items.inputs ?? 0,
    level,
  };
}

async function readBenchOutcomes(ledger: Ledger, run: Run): Promise<ReadBench | null> {
  const opened = await openBenchRun(ledger, run.id);
  if (opened === null) return null;
  const { bench, plan, judge, systems } = opened;
  const outcomes = await collectOutcomes({ items: benchItems(bench), generations: generationRows(bench), judgements: judge === null ? [] : judgementRows(bench, judge), systems, trials: plan.trials });
  return { run, opened, outcomes };
}

interface WayOptions {
  readonly stages: readonly FoundStage[];
  readonly end: ReadBench | null;
  open(run: Run): Promise<ReadBench | null>;
  /** Gathers the runs whose numbers are shown. */
  readonly measuring: Set<Run>;
}

async function readWay({ stages: found, end, open, measuring }: WayOptions): Promise<RoundWay> {
  const stages: ReadStage[] = [];
  let why: string | null = null;
  for (const stage of found) {
    const isLast = stage === found.at(-1);
    const bench = isLast ? end : await newestComparable(stage, { end, open, refused: (sentence) => (why ??= sentence) });
    if (bench !== null) measuring.add(bench.run);
    stages.push({ found: stage, bench, systems: bench === null ? [] : systemsOf(bench, stage.model) });
  }
  const changes = changesOf(stages, end);
  const first = found[0]!.model;
  return { stages: stages.map(documentOf), changes, why: changes.length > 0 ? null : (why ?? (end === null ? "Nothing was measured yet." : `This ledger has no run of DIM-Bench that measured ${first}.`)) };
}

async function newestComparable({ measuring }: FoundStage, { end, open, refused }: Pick<WayOptions, "end" | "open"> & { readonly refused: (sentence: string) => void }): Promise<ReadBench | null> {
  if (end === null) return null;
  for (const run of measuring.slice(0, mostTried)) {
    const bench = await open(run);
    const why = bench === null ? `The run ${run.id} ended before it had asked anything.` : whyNotComparable(bench, end);
    if (why === null) return bench;
    refused(why);
  }
  return null;
}

function systemsOf({ outcomes }: ReadBench, model: string): ReadStage["systems"] {
  return outcomes.systems.flatMap((each, place) => (folderName(each.model) === folderName(model) ? [{ place, outcomes: each }] : []));
}

function documentOf({ found: { model, made }, bench, systems }: ReadStage): RoundStage {
  return { model, made: made?.id ?? null, measured: bench === null ? [] : systems.map(({ place, outcomes }) => measuredOf(bench, place, outcomes)) };
}

function measuredOf({ run, opened, outcomes: { items } }: ReadBench, system: number, outcomes: SystemOutcomes): Measured {
  const { defence, accuracy, interval, scored, n, instead } = summarise({ items, systems: [outcomes] }, { seed: opened.plan.parameters.seed, level })[0]!;
  return { run: run.id, system, defence, accuracy, interval, scored, n, instead };
}

function changesOf(stages: readonly ReadStage[], end: ReadBench | null): RoundChange[] {
  const first = stages.findIndex(({ bench }) => bench !== null);
  const last = stages.length - 1;
  if (end === null || first < 0 || first === last) return [];
  const [plan, endPlan] = [stages[first]!.bench!.opened.plan, end.opened.plan];
  return stages[last]!.systems.flatMap(({ outcomes: after }) => {
    const { defence } = after;
    const before = stages[first]!.systems.find(({ outcomes }) => outcomes.defence === defence)?.outcomes;
    if (before === undefined || hashOf(plan, defence) !== hashOf(endPlan, defence)) return [];
    // Both may have one name: a folder that was trained in place.
    const [comparison] = compareModels({ ...end.outcomes, systems: [{ ...after, model: "after" }, { ...before, model: "before" }] }, { seed: endPlan.parameters.seed, level });
    const named = { first: { model: after.model, defence }, second: { model: before.model, defence } };
    return [{ defence, first, last, comparison: { ...comparison!, ...named }, ...pairedAccuracies(end.outcomes, { before, after }), ...movedItems(end.outcomes, { before, after }), isSameModel: identityOf(plan, before.model) === identityOf(endPlan, after.model) }];
  });
}

interface BeforeAfter {
  readonly before: SystemOutcomes;
  readonly after: SystemOutcomes;
}

/** What the differences are of: accuracies over the items that both have scored. */
function pairedAccuracies({ items }: Outcomes, { before, after }: BeforeAfter): Pick<RoundChange, "accuracy" | "cells"> {
  const isScored = (system: SystemOutcomes, item: number): boolean => system.trials.some((results) => results[item]!.outcome.type !== "unscored");
  const left: ItemResult = { outcome: { type: "unscored", reason: "not in both" }, call: null, judging: null };
  const paired = (system: SystemOutcomes): SystemOutcomes => ({ ...system, trials: system.trials.map((results) => results.map((result, item) => (isScored(before, item) && isScored(after, item) ? result : left))) });
  // Of these only the means are wanted.
  const [first, last] = [before, after].map((system) => summarise({ items, systems: [paired(system)] }, { seed: 0, replicates: 0, level })[0]!);
  return { accuracy: { before: first!.accuracy, after: last!.accuracy }, cells: first!.cells.map((cell, place) => ({ before: cell.accuracy, after: last!.cells[place]!.accuracy })) };
}

function movedItems({ items }: Outcomes, { before, after }: BeforeAfter): Pick<RoundChange, "gained" | "lost"> {
  const means = (system: SystemOutcomes): (number | null)[] => items.map((_, item) => {
    const scored = system.trials.flatMap((results) => (results[item]!.outcome.type === "unscored" ? [] : [results[item]!.outcome.type === "pass" ? 1 : 0]));
    return scored.length === 0 ? null : scored.reduce((sum: number, each) => sum + each, 0) / scored.length;
  });
  const [first, last] = [means(before), means(after)];
  const moved = (sign: 1 | -1): string[] => items.flatMap(({ id }, item) => {
    const [one, other] = [first[item]!, last[item]!];
    return one !== null && other !== null && Math.sign(other - one) === sign ? [id] : [];
  }).slice(0, mostNamed);
  return { gained: moved(1), lost: moved(-1) };
}

function identityOf({ models }: BenchPlan, reference: string): string | undefined {
  return models.find((model) => model.reference === reference)?.identity;
}

function hashOf({ defences }: BenchPlan, name: string): string | undefined {
  return defences.find((defence) => defence.name === name)?.hash;
}

// Who looks at all changes of a round at once looks for any.
function adjusted(models: readonly RoundWay[]): RoundWay[] {
  const values = holm(models.flatMap(({ changes }) => changes.map(({ comparison }) => comparison.pValue))).values();
  return models.map((way) => ({ ...way, changes: way.changes.map((change) => ({ ...change, comparison: withP(change.comparison, values.next().value!) })) }));
}

function withP(comparison: Comparison, adjustedPValue: number): Comparison {
  const { interval } = comparison;
  return { ...comparison, adjustedPValue, decisive: adjustedPValue <= 1 - level + 1e-12 && interval !== null && (interval.low > 0 || interval.high < 0) };
}

function stepsOf({ last, treatments, measuring }: { readonly last: Run; readonly treatments: readonly Run[]; readonly measuring: ReadonlySet<Run> }): RoundStep[] {
  const runs = [...new Set([...measuring, ...treatments, last])].sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  return runs.map((run) => ({
    run: runLine(run),
    part: run.kind !== "bench" ? partOf(run) : run === last && measuring.size > 1 ? "measure again" : "measure",
    from: modelsOf(run),
    made: madeBy(run),
    summary: run.summary,
  }));
}
