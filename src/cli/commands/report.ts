import type { Run } from "../../ledger/index.ts";
import { writeReport } from "../../report/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { formatBytes } from "../output/quantities.ts";
import { checkReportFile } from "./report/check-report-file.ts";

const defaultOut = "steadfast-report.html";

export const command: CommandDefinition = defineCommand({
  name: "report",
  summary: "runs as one HTML file, to look at and to hand on",
  description:
    "Writes runs with everything they hold (results, curves, every item and output) into one HTML file. It opens from disk in any current browser, loads nothing from anywhere, and shows what models wrote as text only. It holds all texts of the runs, so look at who is to have it. The file appears whole or not at all.",
  arguments: [{ name: "run", summary: "ids, beginnings of ids, or `latest`", required: true, words: ["latest"], variadic: true }],
  options: {},
  outSummary: `the file to write (default: ${defaultOut})`,
  examples: [
    { command: "steadfast report latest", summary: `the last run, as ${defaultOut}` },
    { command: "steadfast report 0gk3f9 0gk41c --out compare.html", summary: "two runs, to compare them" },
  ],
  async run(context) {
    const { out = defaultOut } = context.options;
    await checkReportFile(out);
    const ledger = await context.ledgerToRead();
    const runs = new Map<string, Run>();
    for (const reference of context.arguments) {
      const run = await ledger.findRun(reference);
      runs.set(run.id, run);
    }
    context.goOnWith(`${out} was not written. Run the same command again.`);
    const written = await writeReport({ ledger, runs: [...runs.values()], out, sink: context.sink, signal: context.signal });
    context.output.result({ file: written.path, bytes: written.bytes, runs: [...runs.keys()] });
    context.output.print(`${written.path}: ${written.runs === 1 ? `run ${[...runs.keys()][0]}` : `${written.runs} runs`}, ${formatBytes(written.bytes)}. Open it in a browser.`);
    return "done";
  },
});
