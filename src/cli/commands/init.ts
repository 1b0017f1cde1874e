import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { SteadfastError, writeFileAtomically } from "../../base/index.ts";
import { configurationNames } from "../configuration/find-configuration.ts";
import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { flag } from "../definition/option.ts";
import { configurationText } from "./init/configuration-text.ts";

const [fileName = ""] = configurationNames;

export const command: CommandDefinition = defineCommand({
  name: "init",
  summary: "write a configuration file to fill in",
  description: `Writes ${fileName} into the working directory, with options to choose from and what they do. Every command below that directory reads it: a flag goes before the file, the file before a default.`,
  options: { force: flag("replace a file that is there") },
  bearsWrongConfiguration: true,
  examples: [
    { command: "steadfast init", summary: "a file with everything still commented out" },
    { command: "steadfast init --force", summary: "the same, in place of one that is there" },
  ],
  async run({ options: { force }, output, workingDirectory }) {
    const file = join(workingDirectory, fileName);
    // Two of them would be refused by every command.
    const other = configurationNames.find((name) => name !== fileName && existsSync(join(workingDirectory, name)));
    if (other !== undefined) throw new SteadfastError({ code: "config-there", sentence: `There is a configuration file already: ${other}.`, hint: "Change that one, or remove it first." });
    const { catalogue } = await import("../catalogue.ts");
    await writeFileAtomically(file, await configurationText(catalogue), { exclusive: !force }).catch((cause: unknown) => {
      if (cause instanceof SteadfastError && cause.code === "file-exists") throw new SteadfastError({ code: "config-there", sentence: `There is a configuration file already: ${fileName}.`, hint: "Change that one, or replace it with --force.", cause });
      throw cause;
    });
    output.result({ file });
    output.print(`${fileName} is written; all of it is commented out still.`);
    output.print("Next: open it, take away the // before what you want, and see what steadfast makes of it: steadfast doctor");
    output.print("Every option of a command can stand there: steadfast bench --help lists those of bench; --per-cell is written perCell.");
    if (!isInstalled(workingDirectory)) output.print("Editors complete the options where the package is installed: npm install --save-dev steadfast");
    return "done";
  },
});

function isInstalled(folder: string): boolean {
  try {
    createRequire(join(folder, fileName)).resolve("steadfast/config");
    return true;
  } catch {
    return false;
  }
}
