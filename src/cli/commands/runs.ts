import type { CommandGroup } from "../definition/command.ts";
import { compareRuns } from "./runs/compare.ts";
import { deleteRuns } from "./runs/delete.ts";
import { exportRun } from "./runs/export.ts";
import { listRuns } from "./runs/list.ts";
import { showRun } from "./runs/show.ts";

export const command: CommandGroup = {
  name: "runs",
  summary: "what was run: list, show, compare, export, delete",
  description: "The runs of the ledger. Everywhere a run is asked for, the beginning of its id or the word `latest` will do.",
  commands: [listRuns, showRun, compareRuns, exportRun, deleteRuns],
  defaultCommand: "list",
  examples: [
    { command: "steadfast runs", summary: "the last runs" },
    { command: "steadfast runs show latest", summary: "all about the last one" },
    { command: "steadfast runs export latest --out run.jsonl", summary: "everything it recorded, for other programs" },
  ],
};
