import type { Run } from "../../../ledger/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";
import { flag } from "../../definition/option.ts";

const freshMilliseconds = 60_000;

export const deleteRuns: CommandDefinition = defineCommand({
  name: "delete",
  summary: "remove runs and all they recorded",
  description: "Removes runs with their records, metrics and notes of files from the ledger, for good. Files that a run wrote stay where they are.",
  arguments: [{ name: "run", summary: "one run or several", required: true, words: ["latest"], variadic: true }],
  options: { yes: flag("do not ask") },
  examples: [
    { command: "steadfast runs delete 0gk3f9", summary: "asks first" },
    { command: "steadfast runs delete 0gk3f9 0gk3fa --yes", summary: "for scripts" },
  ],
  async run(context) {
    const { output, options, signal } = context;
    // Where there is no ledger, none is made just to delete from.
    await context.ledgerToRead();
    const ledger = await context.ledger();
    // All are found before any is removed: a misspelt one leaves everything as it was.
    const runs = new Map<string, Run>();
    for (const reference of context.arguments) {
      const run = await ledger.findRun(reference);
      runs.set(run.id, run);
    }
    const alive = [...runs.values()].filter((run) => run.status === "running" && Date.now() - run.updatedAt < freshMilliseconds);
    const names = [...runs.values()].map(({ id, kind }) => `${kind} ${id}`).join(", ");
    const caution = alive.length > 0 ? ` (${alive.map(({ id }) => id).join(", ")} seems to be going right now)` : "";
    if (!options.yes && !(await context.ask(`Delete ${names}${caution} for good?`, "--yes"))) {
      output.result({ deleted: [] });
      output.print("Nothing was deleted.");
      return "done";
    }
    const deleted: string[] = [];
    for (const id of runs.keys()) {
      signal.throwIfAborted();
      if (await ledger.deleteRun(id)) deleted.push(id);
    }
    output.result({ deleted });
    output.print(deleted.length === 0 ? "They were gone already." : `Deleted ${deleted.join(", ")}.`);
    return "done";
  },
});
