import type { CommandGroup } from "../definition/command.ts";
import { applyCommand } from "./repair/apply.ts";
import { findNeurons } from "./repair/find.ts";
import { mergeCommand } from "./repair/merge.ts";
import { showCommand } from "./repair/show.ts";
import { undoCommand } from "./repair/undo.ts";

export const command: CommandGroup = {
  name: "repair",
  summary: "find the neurons behind a model's wrong answers, and remove them",
  description: "Repairs a model without training, after the paper CRISPR. `steadfast repair MODEL --data FILE` finds the neurons (`steadfast repair find --help` tells all that can be chosen); an edit can be applied, undone, merged and shown.",
  commands: [findNeurons, applyCommand, undoCommand, mergeCommand, showCommand],
  defaultCommand: "find",
  examples: [
    { command: "steadfast repair ./flan-t5-base --data bbq/Age.jsonl --out repair --save repaired", summary: "find, choose, test, save" },
    { command: "steadfast repair show repair/edit.json", summary: "where its neurons are" },
    { command: "steadfast repair undo repaired", summary: "the original, byte for byte" },
  ],
};
