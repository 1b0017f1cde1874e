import { instructionTaskNames, inputTaskNames } from "../../items/tasks.ts";
import type { BenchResults } from "../bench-results.ts";
import type { Comparison } from "../comparison/compare-pair.ts";
import { publishedMark, publishedResults } from "../published/published-results.ts";
import type { SystemResults } from "../summary/summarise.ts";
import { counts, dollars, percent, points, pointsRange, probability, range, seconds, unknown } from "./figures-text.ts";

/** A table for people: what a terminal, a page or a Markdown file lays out. */
export interface ResultTable {
  readonly title: string;
  readonly columns: readonly { readonly heading: string; readonly align?: "left" | "right" }[];
  readonly rows: readonly (readonly string[])[];
  /** Sentences below it. */
  readonly notes: readonly string[];
}

/**
 * The results as tables, the most wanted first, the paper's own last unless that is not wanted. Shares are per cent; texts of models and files are as they came, so whoever shows
 * them makes them safe.
 *
 * @example
 * for (const table of resultTables(results)) console.log(plainText([table]));
 */
export function resultTables(results: BenchResults, { published = true }: { readonly published?: boolean } = {}): ResultTable[] {
  const { systems, comparisons } = results;
  return [
    overview(results),
    ...systems.filter(({ accuracy }) => accuracy !== null).map((system) => scoreTable(system, results.level)),
    countsTable("What failed did instead", systems, ({ instead }) => instead),
    countsTable("Unscored, by reason", systems.filter(({ n, scored }) => scored < n), ({ unscored }) => unscored),
    lengthTable(systems),
    usageTable(systems),
    comparisonTable({ title: "Models compared, item by item", compared: "model", shared: "defence", comparisons: comparisons.models, level: results.level }),
    comparisonTable({ title: "Defences compared, item by item", compared: "defence", shared: "model", comparisons: comparisons.defences, level: results.level }),
    ...(published ? [publishedTable()] : []),
  ].filter(({ rows }) => rows.length > 0);
}

function overview({ systems, level, judge, range: limits, rankings, items }: BenchResults): ResultTable {
  const isCorrected = systems.some(({ corrected }) => corrected !== null);
  const isPartial = systems.some(({ n, scored }) => scored < n);
  const headings = ["accuracy %", `${confidence(level)} interval`, ...(isCorrected ? ["corrected %", "its interval"] : []), "scored", ...(isPartial ? ["bounds %"] : [])];
  const notes = [
    ...rankings.map(({ sentence }) => sentence),
    judge === null ? "Nothing was judged." : `Judged by ${judge.name}.`,
    ...(limits.floor === null || limits.ceiling === null ? [] : [`By the judge's errors alone, a model that never does the task would come to ${percent(limits.floor)} %, and one that always does to ${percent(limits.ceiling)} %.`]),
    ...(systems.some(({ corrected }) => corrected !== null && corrected.accuracy === null) ? ["Where no corrected rate stands, the judge's calibration does not fit: surely fewer outputs passed than it passes by mistake, or more than it passes of right ones."] : []),
    ...(systems.some(({ baseline }) => baseline) ? ["* A scripted baseline: what can be had without doing the task."] : []),
  ];
  return {
    title: `DIM-Bench, ${items.count} item${items.count === 1 ? "" : "s"} over ${items.inputs} input${items.inputs === 1 ? "" : "s"}`,
    columns: [{ heading: "model" }, { heading: "defence" }, ...headings.map((heading) => ({ heading, align: "right" as const }))],
    rows: systems.map(({ model, defence, baseline, accuracy, interval, corrected, scored, n, bounds }) => [
      baseline ? `${model} *` : model,
      defence,
      percent(accuracy),
      range(interval),
      ...(isCorrected ? [percent(corrected?.accuracy ?? null), range(corrected !== null && corrected.accuracy !== null ? corrected.interval : null)] : []),
      `${scored}/${n}`,
      ...(isPartial ? [range(bounds)] : []),
    ]),
    notes,
  };
}

function scoreTable({ model, defence, cells, instructions, inputs, accuracy }: SystemResults, level: number): ResultTable {
  const present = inputTaskNames.filter((name) => inputs.some(({ input }) => input === name));
  const row = (name: string, found: readonly { readonly input: string; readonly accuracy: number | null }[], mean: number | null): string[] => [name, ...present.map((input) => percent(found.find((cell) => cell.input === input)?.accuracy ?? null)), percent(mean)];
  const widest = Math.max(...cells.map(({ interval }) => (interval === null ? 0 : interval.high - interval.low)));
  return {
    title: `${model}, ${defence}: accuracy in %`,
    columns: [{ heading: "" }, ...[...present, "mean"].map((heading) => ({ heading, align: "right" as const }))],
    rows: [
      ...instructionTaskNames.flatMap((name) => {
        const mean = instructions.find(({ instruction }) => instruction === name);
        return mean === undefined ? [] : [row(name, cells.filter(({ instruction }) => instruction === name), mean.accuracy)];
      }),
      row("mean", inputs, accuracy),
    ],
    notes: [`${confidence(level)} intervals of single cells are up to ${percent(widest)} points wide.`],
  };
}

function countsTable(title: string, systems: readonly SystemResults[], tallyOf: (system: SystemResults) => { readonly [name: string]: number }): ResultTable {
  return { title, columns: [{ heading: "model" }, { heading: "defence" }, { heading: "outputs" }], rows: systems.map((system) => [system.model, system.defence, counts(tallyOf(system))]), notes: [] };
}

function lengthTable(systems: readonly SystemResults[]): ResultTable {
  const labels = systems[0]?.lengths.map(({ label }) => label) ?? [];
  return {
    title: "Accuracy in % by words of the input",
    columns: [{ heading: "model" }, { heading: "defence" }, ...labels.map((heading) => ({ heading, align: "right" as const }))],
    rows: labels.length < 2 ? [] : systems.map(({ model, defence, lengths }) => [model, defence, ...lengths.map(({ accuracy }) => percent(accuracy))]),
    notes: [],
  };
}

function usageTable(systems: readonly SystemResults[]): ResultTable {
  const isCached = systems.some(({ usage, cost }) => usage.cachedCalls > 0 || cost.cached !== 0);
  const headings = ["calls", ...(isCached ? ["cached"] : []), "tokens in", "tokens out", "for the model", "for the judge", ...(isCached ? ["saved"] : []), "p50", "p95"];
  const notes = [
    ...(isCached ? ["What was cached is of an earlier run, or asked once for several; it cost what is saved there, and nothing here."] : []),
    ...(systems.some(({ usage }) => usage.uncounted > 0) ? ["Tokens of some answers are not known: their provider does not say."] : []),
  ];
  return {
    title: "Calls, cost and time",
    columns: [{ heading: "model" }, { heading: "defence" }, ...headings.map((heading) => ({ heading, align: "right" as const }))],
    rows: systems.map(({ model, defence, usage, cost, latency }) => [
      model,
      defence,
      String(usage.calls),
      ...(isCached ? [String(usage.cachedCalls)] : []),
      String(usage.input),
      String(usage.output),
      dollars(cost.target),
      dollars(cost.judge),
      ...(isCached ? [dollars(cost.cached)] : []),
      latency === null ? unknown : seconds(latency.p50),
      latency === null ? unknown : seconds(latency.p95),
    ]),
    notes,
  };
}

/** `shared` is what both sides have in common: the defence of models, the model of defences. */
function comparisonTable({ title, shared, compared, comparisons, level }: { readonly title: string; readonly shared: "model" | "defence"; readonly compared: "model" | "defence"; readonly comparisons: readonly Comparison[]; readonly level: number }): ResultTable {
  return {
    title,
    columns: [...["first", "second", shared].map((heading) => ({ heading })), ...["difference", `${confidence(level)} interval`, "pairs", "only first", "only second", "p (Holm)", "told apart"].map((heading) => ({ heading, align: "right" as const }))],
    rows: comparisons.map(({ first, second, difference, interval, pairs, onlyFirst, onlySecond, adjustedPValue, decisive }) => [
      first[compared],
      second[compared],
      first[shared],
      points(difference),
      pointsRange(interval),
      String(pairs),
      String(onlyFirst),
      String(onlySecond),
      probability(adjustedPValue),
      decisive ? "yes" : "no",
    ]),
    notes: ["Differences are in points, over the items that both have scored; p-values take inputs, not items, for independent."],
  };
}

function publishedTable(): ResultTable {
  const { models, inputMeans, source } = publishedResults;
  return {
    title: `Published, over ${publishedMark}: accuracy in %, not measured here`,
    columns: [{ heading: "model" }, ...[...inputTaskNames, "mean"].map((heading) => ({ heading, align: "right" as const }))],
    rows: [
      ...models.map(({ model, inputs, mean }) => [model, ...inputTaskNames.map((name) => percent(inputs[name])), percent(mean)]),
      ["mean", ...inputTaskNames.map((name) => percent(inputMeans[name])), unknown],
    ],
    notes: [`${source}. Its items and its judge are others, so its numbers are no measure of these.`],
  };
}

function confidence(level: number): string {
  return `${Number((100 * level).toFixed(2))} %`;
}
