import { type EventSink, writeFileAtomically } from "../../../base/index.ts";
import { type BenchResults, type BenchRun, benchItems, csvLines, generationRows, type Judge, judgementRows, type Outcomes, pairsForRepair, type RepairPairs, type ReportOptions, resultJunit, resultMarkdown } from "../../../dim-bench/index.ts";
import type { BenchOptions } from "./bench-options.ts";

/** @see writeReports */
export interface WriteReportsOptions {
  readonly options: BenchOptions;
  readonly bench: BenchRun;
  readonly judge: Judge;
  readonly outcomes: Outcomes;
  readonly results: BenchResults;
  readonly report: ReportOptions;
  readonly sink: EventSink;
}

/** What is said of the pairs that were written. */
export type WrittenPairs = Pick<RepairPairs, "count" | "without">;

/** Writes the files that were asked for, and notes them in the run. */
export async function writeReports({ options: { junit, markdown, csv, pairs }, bench, judge, outcomes, results, report, sink }: WriteReportsOptions): Promise<WrittenPairs | null> {
  const write = async (name: string, path: string | undefined, content: () => Parameters<typeof writeFileAtomically>[1]): Promise<void> => {
    if (path === undefined) return;
    await writeFileAtomically(path, content());
    sink({ type: "artifact", name, path });
  };
  await write("junit", junit, () => resultJunit(results, report));
  await write("markdown", markdown, () => resultMarkdown(results, report));
  await write("csv", csv, () => csvLines(outcomes));
  if (pairs === undefined) return null;
  const found = await pairsForRepair({ items: benchItems(bench), generations: () => generationRows(bench), judgements: judgementRows(bench, judge), judge: judge.hash, defences: bench.defences });
  await write("pairs", pairs, () => linesOf(found.pairs()));
  return { count: found.count, without: found.without };
}

async function* linesOf(values: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}
