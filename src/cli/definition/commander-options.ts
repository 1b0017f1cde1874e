import { type Command, Option } from "commander";
import { flagOf, type OptionDefinition } from "./option.ts";

export type OptionDefinitions = Readonly<Record<string, OptionDefinition<unknown>>>;

/** Teaches commander the options of a command. */
export function addOptions(command: Command, definitions: OptionDefinitions, options: { hidden: boolean }): void {
  for (const [name, definition] of Object.entries(definitions)) {
    const option = new Option(usageOf(name, definition), definition.summary + defaultHelp(definition.default));
    option.argParser((given, before: unknown) => definition.parse(given, flagOf(name), before === undefined ? definition.default : before));
    if (options.hidden) option.hideHelp();
    command.addOption(option);
  }
}

/** A flag with its placeholder: `--seed <number>`. */
export function usageOf(name: string, definition: { placeholder: string | null }): string {
  return definition.placeholder === null ? flagOf(name) : `${flagOf(name)} <${definition.placeholder.toLowerCase()}>`;
}

function defaultHelp(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? ` (default: ${value})` : "";
}

/** What options came to. The nearest command on which one was given decides: `steadfast --seed 1 runs --seed 2` draws from 2. */
export function valuesOf(commands: readonly Command[], definitions: OptionDefinitions): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => {
      const given = commands
        .flatMap((command) => command.options.filter((option) => option.long === flagOf(name)).map((option) => ({ command, option })))
        .find(({ command, option }) => command.getOptionValueSource(option.attributeName()) === "cli");
      if (given === undefined) return [name, definition.default];
      return [name, given.command.getOptionValue(given.option.attributeName())];
    }),
  );
}

/** A command and those above it, nearest first. */
export function ancestry(command: Command): Command[] {
  return command.parent === null ? [command] : [command, ...ancestry(command.parent)];
}
