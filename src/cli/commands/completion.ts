import { type CommandDefinition, defineCommand } from "../definition/command.ts";
import { everyCommand } from "../configuration/every-command.ts";
import { labModels } from "../models/lab-models.ts";
import { bashScript } from "./completion/bash-script.ts";
import { completionTree } from "./completion/completion-tree.ts";
import { fishScript } from "./completion/fish-script.ts";
import { zshScript } from "./completion/zsh-script.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
const shells = Object.keys(scripts) as (keyof typeof scripts)[];

export const command: CommandDefinition = defineCommand({
  name: "completion",
  summary: "a script that lets your shell complete commands and options",
  description: "Writes a script for bash, zsh or fish. It completes commands, options, the words that options take, files, folders and the lab's models, by itself: nothing is started when Tab is pressed, so write it anew after an update.",
  arguments: [{ name: "shell", summary: shells.join(", "), required: true, choices: shells }],
  options: {},
  bearsWrongConfiguration: true,
  examples: [
    { command: "steadfast completion bash", summary: "in ~/.bashrc: source <(steadfast completion bash)" },
    { command: "steadfast completion zsh", summary: "into a file _steadfast of a folder in $fpath, or in ~/.zshrc after compinit: source <(steadfast completion zsh)" },
    { command: "steadfast completion fish", summary: "into ~/.config/fish/completions/steadfast.fish" },
  ],
  async run({ arguments: [shell], output }) {
    const { catalogue } = await import("../catalogue.ts");
    const tree = completionTree(await everyCommand(catalogue), await labModels());
    const script = scripts[shell as keyof typeof scripts](tree);
    output.result({ shell: shell!, script });
    output.write(script);
    return "done";
  },
});
