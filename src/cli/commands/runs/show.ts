import type { Json } from "../../../base/index.ts";
import type { Ledger, MetricSummary, Run, StoredArtifact } from "../../../ledger/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";
import type { Output } from "../../output/output.ts";
import { formatBytes, formatCount, formatNumber } from "../../output/quantities.ts";
import { styled } from "../../output/styled-text.ts";
import { flatten } from "./flatten.ts";
import { durationText, runJson, statusText, timeText } from "./run-text.ts";

export const showRun: CommandDefinition = defineCommand({
  name: "show",
  summary: "one run: options, surroundings, results, metrics, files",
  arguments: [{ name: "run", summary: "its id, the beginning of it, or `latest`", required: true, words: ["latest"] }],
  options: {},
  examples: [
    { command: "steadfast runs show latest", summary: "the last run" },
    { command: "steadfast runs show latest --json", summary: "for other programs" },
  ],
  async run(context) {
    const ledger = await context.ledgerToRead();
    const run = await ledger.findRun(context.arguments[0]!);
    await printRun({ ledger, run, output: context.output });
    return "done";
  },
});

/** Prints a run and gives it as the result: what `runs show` does, for commands that end with it. */
export async function printRun(options: { ledger: Ledger; run: Run; output: Output }): Promise<void> {
  const { ledger, run, output } = options;
  const records = await ledger.countRecords(run.id);
  const work = await ledger.countWork(run.id);
  const metrics = await ledger.summarizeMetrics(run.id);
  const artifacts: StoredArtifact[] = [];
  for await (const artifact of ledger.listArtifacts(run.id)) artifacts.push(artifact);
  output.result({
    run: runJson(run),
    records: Object.fromEntries(records.map(({ kind, count }) => [kind, count])),
    work: work.map(({ kind, pending, claimed, done, failed }) => ({ kind, pending, claimed, done, failed })),
    metrics: metrics.map(metricJson),
    artifacts: artifacts.map(({ name, path, sha256, bytes }) => ({ name, path, sha256, bytes })),
  });

  output.print([styled("bold", `${run.kind} ${run.id}`), ...(run.title === null ? [] : [`  ${run.title}`])]);
  output.print([statusText(run.status), `, started ${timeText(run.createdAt)}, ${run.finishedAt === null ? durationText(run, Date.now()) : `took ${durationText(run, Date.now())}`}`]);
  printValues(output, "Result", run.summary);
  printValues(output, "Options", run.options);
  printValues(output, "Surroundings", run.environment);
  if (records.length > 0) section(output, "Records", records.map(({ kind, count }) => [kind, formatCount(count)]));
  if (work.length > 0) section(output, "Work", work.map(({ kind, pending, claimed, done, failed }) => [kind, `${formatCount(done)} done, ${formatCount(pending)} waiting, ${formatCount(claimed)} claimed, ${formatCount(failed)} failed`]));
  printMetrics(output, metrics);
  printArtifacts(output, artifacts);
}

function printValues(output: Output, heading: string, value: Json): void {
  const rows = [...flatten(value)].map(([path, leaf]) => [path, typeof leaf === "number" ? formatNumber(leaf) : typeof leaf === "string" ? leaf : JSON.stringify(leaf)]);
  if (rows.length > 0) section(output, heading, rows);
}

function printMetrics(output: Output, metrics: readonly MetricSummary[]): void {
  if (metrics.length === 0) return;
  output.print();
  output.table({
    columns: [{ heading: "metric" }, { heading: "points", align: "right" }, { heading: "last step", align: "right" }, { heading: "last", align: "right" }, { heading: "minimum", align: "right" }, { heading: "maximum", align: "right" }],
    rows: metrics.map(({ name, count, lastStep, lastValue, minimum, maximum }) => [name, formatCount(count), formatCount(lastStep), formatNumber(lastValue), minimum === null ? "" : formatNumber(minimum), maximum === null ? "" : formatNumber(maximum)]),
  });
}

function printArtifacts(output: Output, artifacts: readonly StoredArtifact[]): void {
  if (artifacts.length > 0) section(output, "Files", artifacts.map(({ name, path, bytes }) => [name, formatBytes(bytes), path]));
}

function section(output: Output, heading: string, rows: readonly (readonly string[])[]): void {
  output.print();
  output.table({ columns: [{ heading }, ...rows[0]!.slice(1).map(() => ({ heading: "" }))], rows });
}

// JSON has no NaN and no infinities; a diverging run reports both.
function metricJson(metric: MetricSummary): { [key: string]: Json } {
  return { ...metric, lastValue: Number.isFinite(metric.lastValue) ? metric.lastValue : String(metric.lastValue) };
}
