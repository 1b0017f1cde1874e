import { undoEdit } from "../../../crispr/index.ts";
import { type CommandDefinition, defineCommand } from "../../definition/command.ts";

export const undoCommand: CommandDefinition = defineCommand({
  name: "undo",
  summary: "bring an edited model's files back, byte for byte",
  arguments: [{ name: "folder", summary: "a model that was saved by steadfast repair", required: true }],
  options: {},
  examples: [{ command: "steadfast repair undo repaired", summary: "the files are again what they were" }],
  async run({ arguments: [folder = ""], output }) {
    const { neurons, files } = await undoEdit(folder);
    output.print(`${neurons} neurons are what they were; ${files.join(", ")} compared with the hashes of the original.`);
    output.result({ folder, neurons, files });
    return "done";
  },
});
