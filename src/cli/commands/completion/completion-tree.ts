import type { LoadedEntry } from "../../configuration/every-command.ts";
import type { ArgumentDefinition, CommandDefinition } from "../../definition/command.ts";
import { isGroup } from "../../definition/command.ts";
import { expects } from "../../definition/expects.ts";
import { houseOptions } from "../../definition/house-options.ts";
import { flagOf, type OptionDefinition } from "../../definition/option.ts";

/** What may stand in one place of a command line. */
export interface Slot {
  /** Words to offer. */
  readonly words: readonly string[];
  /** Whether files, or folders only, are offered too. */
  readonly paths: "files" | "folders" | null;
}

/** An option as a shell completes it. */
export interface CompletedOption {
  readonly flag: string;
  readonly summary: string;
  readonly several: boolean;
  /** What its value may be; null where it takes none. */
  readonly value: Slot | null;
}

/** An argument as a shell completes it. */
export interface CompletedArgument extends Slot {
  readonly name: string;
  readonly variadic: boolean;
}

/** A place in the tree of commands: `[]`, `["runs"]`, `["runs", "show"]`. */
export interface CompletedCommand {
  readonly path: readonly string[];
  /** The commands below it. */
  readonly commands: readonly { readonly name: string; readonly summary: string }[];
  readonly options: readonly CompletedOption[];
  readonly arguments: readonly CompletedArgument[];
}

/** Everything that can be completed, from the definitions of the commands. */
export function completionTree(entries: readonly LoadedEntry[], models: readonly string[]): CompletedCommand[] {
  const house = optionsOf(houseOptions, models);
  const commandAt = (path: readonly string[], definition: CommandDefinition, commands: CompletedCommand["commands"] = []): CompletedCommand => ({
    path,
    commands,
    options: [...optionsOf(definition.options, models), ...house],
    arguments: (definition.arguments ?? []).map((argument) => argumentOf(argument, models)),
  });
  const top: CompletedCommand = { path: [], commands: entries.map(({ name, definition: { summary } }) => ({ name, summary })), options: [...house, { flag: "--version", summary: "the version of steadfast", several: false, value: null }], arguments: [] };
  return [
    top,
    ...entries.flatMap(({ name, definition }) => {
      if (!isGroup(definition)) return [commandAt([name], definition)];
      const below = definition.commands.map((each) => commandAt([name, each.name], each));
      const commands = definition.commands.map(({ name: each, summary }) => ({ name: each, summary }));
      const usual = definition.commands.find((each) => each.name === definition.defaultCommand);
      return [usual === undefined ? { path: [name], commands, options: house, arguments: [] } : commandAt([name], usual, commands), ...below];
    }),
  ];
}

function optionsOf(definitions: Readonly<Record<string, OptionDefinition<unknown>>>, models: readonly string[]): CompletedOption[] {
  return Object.entries(definitions).map(([name, definition]) => ({
    flag: flagOf(name),
    summary: definition.summary,
    several: definition.several ?? false,
    value: definition.placeholder === null ? null : slotOf(definition.placeholder, definition, models),
  }));
}

function argumentOf(argument: ArgumentDefinition, models: readonly string[]): CompletedArgument {
  return { name: argument.name, variadic: argument.variadic ?? false, ...slotOf(argument.name, argument, models) };
}

function slotOf(placeholder: string, { choices = [], words = [] }: Pick<OptionDefinition<unknown>, "choices" | "words">, models: readonly string[]): Slot {
  const { path } = expects(placeholder);
  return { words: [...choices, ...words, ...(path === "model" ? models : [])], paths: path === null ? null : path === "file" ? "files" : "folders" };
}
