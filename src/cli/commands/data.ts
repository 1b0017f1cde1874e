import type { CommandGroup } from "../definition/command.ts";
import { build } from "./data/build.ts";

export const command: CommandGroup = {
  name: "data",
  summary: "items for DIM-Bench from public data: build",
  description: "Makes sets of items for `steadfast bench --items FILE`.",
  commands: [build],
  examples: [{ command: "steadfast data build --math gsm8k.jsonl --qa squad.json --out items.jsonl", summary: "the paper's kind of mix, of the files at hand" }],
};
