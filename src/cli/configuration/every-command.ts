import { type CommandDefinition, type CommandGroup, isGroup } from "../definition/command.ts";
import type { CatalogueEntry } from "../definition/parse-command-line.ts";

/** A command that does something, with the words that name it. */
export interface NamedCommand {
  readonly path: readonly string[];
  readonly definition: CommandDefinition;
  readonly siblings: readonly CommandDefinition[];
}

/** A command or a group of the catalogue, loaded. */
export interface LoadedEntry {
  readonly name: string;
  readonly definition: CommandDefinition | CommandGroup;
  readonly commands: readonly NamedCommand[];
}

/** Every command, loaded: all rooms with them, so this is for what is about all. */
export async function everyCommand(catalogue: readonly CatalogueEntry[]): Promise<LoadedEntry[]> {
  return Promise.all(
    catalogue.map(async ({ name, load }) => {
      const definition = await load();
      const commands = isGroup(definition) ? definition.commands.map((each) => ({ path: [name, each.name], definition: each, siblings: definition.commands })) : [{ path: [name], definition, siblings: [] }];
      return { name, definition, commands };
    }),
  );
}
