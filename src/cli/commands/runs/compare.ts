import { type Json, SteadfastError } from "../../../base/index.ts";
import type { Run } from "../../../ledger/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";
import type { Output } from "../../output/output.ts";
import { formatNumber } from "../../output/quantities.ts";
import { styled } from "../../output/styled-text.ts";
import { flatten } from "./flatten.ts";
import { statusText, timeText } from "./run-text.ts";

/** One thing that runs have, each its own: `values` in the order of the runs, null where a run has none. */
interface Row {
  name: string;
  values: readonly Json[];
}

export const compareRuns: CommandDefinition = defineCommand({
  name: "compare",
  summary: "runs side by side: what differed, and what came out",
  arguments: [{ name: "run", summary: "two runs or more", required: true, words: ["latest"], variadic: true }],
  options: {},
  examples: [{ command: "steadfast runs compare 0gk3f9 latest", summary: "an earlier run and the last one" }],
  async run(context) {
    const { output } = context;
    const ledger = await context.ledgerToRead();
    const runs: Run[] = [];
    for (const reference of context.arguments) runs.push(await ledger.findRun(reference));
    if (new Set(runs.map(({ id }) => id)).size < 2) {
      throw new SteadfastError({ code: "nothing-to-compare", sentence: "Comparing takes two different runs or more.", hint: "See 'steadfast runs' for their ids." });
    }
    const series: { readonly [name: string]: Json }[] = [];
    for (const { id } of runs) {
      const summaries = await ledger.summarizeMetrics(id);
      series.push(Object.fromEntries(summaries.map(({ name, lastValue }) => [name, Number.isFinite(lastValue) ? lastValue : String(lastValue)])));
    }
    const options = differing(align(runs.map((run) => run.options)));
    const environment = differing(align(runs.map((run) => run.environment)));
    const results = align(runs.map((run) => run.summary));
    const metrics = align(series);
    output.result({ runs: runs.map(({ id }) => id), results: rowsJson(results), metrics: rowsJson(metrics), options: rowsJson(options), environment: rowsJson(environment) });

    printRuns(output, runs);
    printRows(output, runs, "Result", results);
    printRows(output, runs, "Last value of metric", metrics);
    printRows(output, runs, "Differing option", options);
    printRows(output, runs, "Differing surroundings", environment);
    return "done";
  },
});

function align(values: readonly Json[]): Row[] {
  const leaves = values.map((value) => new Map(flatten(value)));
  const names = new Set(leaves.flatMap((each) => [...each.keys()]));
  return [...names].map((name) => ({ name, values: leaves.map((each) => each.get(name) ?? null) }));
}

function rowsJson(rows: readonly Row[]): Json {
  return rows.map(({ name, values }) => ({ name, values }));
}

function differing(rows: readonly Row[]): Row[] {
  return rows.filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}

function printRuns(output: Output, runs: readonly Run[]): void {
  output.table({
    columns: [{ heading: "run" }, { heading: "kind" }, { heading: "status" }, { heading: "started" }, { heading: "" }],
    rows: runs.map((run) => [styled("bold", run.id), run.kind, statusText(run.status), timeText(run.createdAt), run.title ?? ""]),
  });
}

function printRows(output: Output, runs: readonly Run[], heading: string, rows: readonly Row[]): void {
  if (rows.length === 0) return;
  output.print();
  output.table({
    columns: [{ heading }, ...runs.map(({ id }) => ({ heading: id, align: "right" as const }))],
    rows: rows.map(({ name, values }) => [name, ...values.map((value) => (typeof value === "number" ? formatNumber(value) : value === null ? "–" : typeof value === "string" ? value : JSON.stringify(value)))]),
  });
}
