import { join } from "node:path";
import { type Json, SteadfastError } from "../../base/index.ts";
import { writeDemoData } from "../../lab/index.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { shellCommand } from "../output/shell-command.ts";
import { styled } from "../output/styled-text.ts";
import { typedPath } from "../output/typed-path.ts";
import { exitCodes, type Outcome } from "../running/exit-code.ts";
import { describeStep } from "./demo/describe-step.ts";
import { freshFolder } from "./demo/fresh-folder.ts";
import { type RoundFolders, roundOf } from "./demo/round.ts";
import { checkReportFile } from "./report/check-report-file.ts";

export const command: CommandDefinition = defineCommand({
  name: "demo",
  summary: "the whole round on the models that ship: measure, repair, distil",
  description:
    "Runs the commands that it shows, without a network, on the lab's models: DIM-Bench on teacher and student, CRISPR on the teacher's bias, some steps of SWITCH on the student, DIM-Bench again; then it writes a report. It takes some minutes. What it made stays in the folder demo of the ledger's, for you to go on with, until the demo runs again; the same seed gives the same numbers on one machine.",
  options: {},
  outSummary: "the report (default: steadfast-report.html)",
  examples: [
    { command: "steadfast demo", summary: "the whole round" },
    { command: "steadfast demo --seed 7 --json", summary: "other items and other random numbers, for other programs" },
  ],
  async run(context) {
    const { output, options, ledgerFolder, workingDirectory, signal } = context;
    const root = join(ledgerFolder, "demo");
    const folders: RoundFolders = { repair: join(root, "repair"), repaired: join(root, "repaired"), distilled: join(root, "distilled") };
    const report = options.out ?? "steadfast-report.html";
    context.goOnWith("Run it again: what DIM-Bench had asked is not asked again, the rest begins anew.");
    await checkReportFile(report);
    await freshFolder(root);
    const data = await writeDemoData({ folder: join(root, "data"), seed: options.seed, questions: 400, instructions: 400 });
    const shown = (text: string): string => text.replaceAll(root, typedPath(root, workingDirectory));
    const ledger = options.ledger === undefined ? [] : ["--ledger", options.ledger];
    const house = ["--json", ...ledger, ...(options.quiet ? ["--quiet"] : [])];
    const results: Record<string, { readonly run: string } & { readonly [name: string]: Json }> = {};
    for (const { name, heading, argv } of roundOf({ data, folders, seed: options.seed })) {
      signal.throwIfAborted();
      output.print(styled("bold", heading));
      output.print(`$ ${shellCommand(["steadfast", ...argv.map(shown), ...ledger])}`);
      const part = await context.command([...argv, ...house]);
      if (part.code !== 0) return stoppedAt(argv[0]!, part.code, signal);
      const result = JSON.parse(part.output) as (typeof results)[string];
      results[name] = result;
      for (const line of describeStep(name, result)) output.print(shown(line));
      output.print();
    }
    const runs = Object.values(results).map(({ run }) => run);
    const written = await context.command(["report", ...runs, "--out", report, ...house]);
    if (written.code !== 0) return stoppedAt("report", written.code, signal, `The runs are in the ledger. Once what it said is mended: ${shellCommand(["steadfast", "report", ...runs, "--out", report, ...ledger])}`);
    output.print(`The report: ${report}. Everything stands in the ledger: ${shellCommand(["steadfast", "runs", "list", ...ledger])}`);
    output.result({ runs: Object.fromEntries(Object.entries(results).map(([name, { run }]) => [name, run])), report, results });
    return "done";
  },
});

/** The part has said itself what was wrong. */
function stoppedAt(name: string, code: number, signal: AbortSignal, hint = "What it said stands above."): Outcome {
  signal.throwIfAborted();
  const kind = code === exitCodes.misuse ? "misuse" : code === exitCodes.bug ? "bug" : "incomplete";
  throw new SteadfastError({ code: "demo-stopped", kind, sentence: `The demo's command steadfast ${name} ended with the exit code ${code}.`, hint });
}
