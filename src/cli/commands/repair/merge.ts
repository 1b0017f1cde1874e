import { SteadfastError, writeFileAtomically } from "../../../base/index.ts";
import { mergeEdits, readEdit } from "../../../crispr/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";

export const mergeCommand: CommandDefinition = defineCommand({
  name: "merge",
  summary: "one edit of several of the same model",
  arguments: [{ name: "edit", summary: "edits; a neuron that stands in several must have one scale", required: true, variadic: true }],
  options: {},
  outSummary: "the file of the merged edit",
  examples: [{ command: "steadfast repair merge age/edit.json religion/edit.json --out both.json", summary: "the neurons of both" }],
  async run({ arguments: paths, output, options: { out } }) {
    if (out === undefined) throw new SteadfastError({ code: "out-missing", sentence: "Where should the merged edit stand?", hint: "Name a file with --out." });
    const edits = await Promise.all(paths.map(readEdit));
    const merged = mergeEdits(edits);
    await writeFileAtomically(out, `${JSON.stringify(merged, null, 2)}\n`);
    output.print(`${merged.neurons.length} neurons of ${edits.length} edits stand in ${out}.`);
    output.result({ file: out, neurons: merged.neurons.length, edits: edits.length });
    return "done";
  },
});
