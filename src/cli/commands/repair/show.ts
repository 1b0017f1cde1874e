import { readEdit } from "../../../crispr/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";
import { flag } from "../../definition/option.ts";
import { printSites } from "./print-edit.ts";

export const showCommand: CommandDefinition = defineCommand({
  name: "show",
  summary: "what an edit changes: neurons by layer and kind of site",
  arguments: [{ name: "edit", summary: "an edit.json", required: true }],
  options: { all: flag("every neuron") },
  examples: [{ command: "steadfast repair show repair/edit.json", summary: "how many neurons where" }],
  async run({ arguments: [path = ""], output, options: { all } }) {
    const edit = await readEdit(path);
    output.print(`${edit.neurons.length} neurons of ${edit.model.reference} (weights ${edit.model.weights.slice(0, 12)}…)`);
    if (all) {
      output.table({ columns: [{ heading: "site" }, { heading: "parameter" }, { heading: "index", align: "right" }, { heading: "scale", align: "right" }], rows: edit.neurons.map(({ site, parameter, index, scale }) => [site, parameter, String(index), String(scale)]) });
    } else {
      printSites(output, edit.neurons);
    }
    output.result({ model: { ...edit.model }, neurons: edit.neurons.map((neuron) => ({ ...neuron })), found: edit.found ?? null });
    return "done";
  },
});
