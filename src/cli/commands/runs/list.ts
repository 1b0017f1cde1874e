import { SteadfastError } from "../../../base/index.ts";
import type { Run } from "../../../ledger/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";
import { oneOf, text, wholeNumber } from "../../definition/option.ts";
import { durationText, runJson, shortText, statusText, timeText } from "./run-text.ts";
import { since } from "./since.ts";

export const listRuns: CommandDefinition = defineCommand({
  name: "list",
  summary: "the runs of the ledger, newest first",
  options: {
    kind: text({ summary: "only runs of this kind", placeholder: "KIND" }),
    status: oneOf(["running", "done", "incomplete", "failed"], "only runs with this status"),
    since: since("only runs created since then"),
    limit: wholeNumber({ summary: "at most so many", placeholder: "COUNT", minimum: 1, default: 20 }),
  },
  examples: [
    { command: "steadfast runs list --kind demo --limit 5", summary: "the last five of a kind" },
    { command: "steadfast runs list --status failed --since 7d", summary: "what failed this week" },
    { command: "steadfast runs list --json", summary: "for other programs" },
  ],
  async run({ options, output, ledgerToRead, ledgerFolder }) {
    const { kind, status, since, limit } = options;
    const ledger = await ledgerToRead().catch(nullWhereMissing);
    const runs: Run[] = [];
    if (ledger !== null) {
      const filter = { ...(kind === undefined ? {} : { kind }), ...(status === undefined ? {} : { status }), ...(since === undefined ? {} : { since }) };
      // One more than is shown tells whether there are more.
      for await (const run of ledger.listRuns({ ...filter, limit: limit + 1 })) runs.push(run);
    }
    const more = runs.length > limit;
    if (more) runs.pop();
    output.result({ ledger: ledger?.location ?? null, runs: runs.map(runJson), more });
    if (ledger === null) output.print(`No runs yet: there is no ledger in ${ledgerFolder}.`);
    else if (runs.length === 0) output.print("No runs.");
    else {
      const now = Date.now();
      output.table({
        columns: [{ heading: "run" }, { heading: "kind" }, { heading: "status" }, { heading: "started" }, { heading: "took" }, { heading: "result" }],
        rows: runs.map((run) => [run.id, run.kind, statusText(run.status), timeText(run.createdAt), durationText(run, now), [run.title, shortText(run.summary)].filter(Boolean).join(": ")]),
      });
      if (more) output.print(`There are more: --limit ${limit * 2}, or narrow it with --kind, --status, --since.`);
    }
    return "done";
  },
});

// Before the first run there is nothing to list, and nothing wrong.
function nullWhereMissing(error: unknown): null {
  if (error instanceof SteadfastError && error.code === "ledger-missing") return null;
  throw error;
}
