import { Command, type Help } from "commander";
import { SteadfastError } from "../../base/index.ts";
import { type ArgumentDefinition, type CommandDefinition, type CommandGroup, isGroup } from "./command.ts";
import { addOptions, ancestry, readOptions } from "./commander-options.ts";
import { everyCommandHelp, exampleHelp } from "./help-text.ts";
import { type HouseOptions, houseOptions } from "./house-options.ts";
import { overview } from "./overview.ts";
import { didYouMean } from "./suggest.ts";
import { asSteadfastError, HelpShown } from "./usage-error.ts";

/** What the catalogue knows of a command before it is loaded. */
export interface CatalogueEntry {
  name: string;
  summary: string;
  /** The heading under which `steadfast` alone lists it. */
  group: string;
  /** A command line to try, listed below its group. */
  first?: string;
  load(): Promise<CommandDefinition | CommandGroup>;
}

/** A command line that was understood. */
export interface Invocation {
  /** The words that named the command: `["runs", "show"]`. */
  path: readonly string[];
  definition: CommandDefinition;
  arguments: readonly string[];
  /** What the command's own options came to. */
  options: Readonly<Record<string, unknown>>;
  houseOptions: HouseOptions;
  /** The names of the options, of both kinds, that the command line gave. */
  given: ReadonlySet<string>;
  /** The commands beside this one, where it is one of a group. */
  siblings: readonly CommandDefinition[];
}

/** @see parseCommandLine */
export interface ParseOptions {
  catalogue: readonly CatalogueEntry[];
  version: string;
  colour: boolean;
  columns: number | undefined;
  writeOut(text: string): void;
  writeError(text: string): void;
}

/**
 * Understands a command line; of the catalogue only the command that is named is loaded. Returns null where help or the
 * version was asked for and has been written.
 *
 * @throws SteadfastError (misuse) for unknown commands and options, values out of bounds, missing or excess arguments.
 */
export async function parseCommandLine(argv: readonly string[], options: ParseOptions): Promise<Invocation | null> {
  let invocation: Invocation | null = null;
  const root = new Command("steadfast");
  const notLoaded = new Map<Command, CatalogueEntry>();
  prepare(root, options);
  root
    .version(options.version, "-V, --version", "the version of steadfast")
    .description("Measure, repair and distil instruction-following language models, on your own machine.")
    .hook("preSubcommand", async (_root, command) => {
      const entry = notLoaded.get(command);
      if (entry !== undefined) addDefinition(command, await entry.load(), { columns: options.columns ?? 80, understood: (understood) => (invocation = understood) });
    })
    .configureHelp({ formatHelp: () => overview({ catalogue: options.catalogue, colour: options.colour, columns: options.columns ?? 80 }) });
  addOptions(root, houseOptions, { hidden: true });
  for (const entry of options.catalogue) {
    const command = root.command(entry.name).summary(entry.summary).helpGroup(`${entry.group}:`);
    prepare(command, options);
    notLoaded.set(command, entry);
  }
  try {
    await root.parseAsync(withHelpFlag(argv), { from: "user" });
  } catch (error) {
    if (error instanceof HelpShown) return null;
    throw error;
  }
  return invocation;
}

// Alone it shows the commands; `help runs show` is another way to write `runs show --help`, which loads what it describes.
function withHelpFlag(argv: readonly string[]): string[] {
  if (argv.length === 0) return ["--help"];
  return argv[0] === "help" ? [...argv.slice(1), "--help"] : [...argv];
}

function prepare(command: Command, options: ParseOptions): void {
  const help: Partial<Help> = {
    styleTitle: (title) => (options.colour ? `\u001b[1m${title}\u001b[22m` : title),
    subcommandTerm: (subcommand) => [subcommand.name(), ...subcommand.registeredArguments.map((argument) => `<${argument.name()}${argument.variadic ? "..." : ""}>`)].join(" "),
  };
  command
    .enablePositionalOptions()
    .helpCommand(false)
    .helpOption("-h, --help", "this help")
    .configureHelp(help)
    .exitOverride((error) => {
      throw asSteadfastError(error, pathOf(command));
    })
    .configureOutput({
      writeOut: options.writeOut,
      writeErr: options.writeError,
      // Errors are printed in one place, once, as text or as JSON.
      outputError: () => {},
      getOutHasColors: () => options.colour,
      getErrHasColors: () => options.colour,
      getOutHelpWidth: () => options.columns ?? 80,
      getErrHelpWidth: () => options.columns ?? 80,
    });
}

interface Adding {
  readonly columns: number;
  understood(invocation: Invocation): void;
}

function addDefinition(command: Command, definition: CommandDefinition | CommandGroup, adding: Adding): void {
  command.description(definition.description ?? `${definition.summary[0]!.toUpperCase()}${definition.summary.slice(1)}.`);
  command.addHelpText("after", exampleHelp(definition.examples));
  if (isGroup(definition)) addGroup(command, definition, adding);
  else addCommand(command, definition, adding, null);
}

function addGroup(command: Command, group: CommandGroup, adding: Adding): void {
  addOptions(command, houseOptions, { hidden: true });
  command.addHelpText("after", everyCommandHelp([group.name], adding.columns));
  for (const definition of group.commands) {
    const isDefault = definition.name === group.defaultCommand;
    const subcommand = command.command(definition.name, { isDefault });
    subcommand.summary(definition.summary + (isDefault ? ` (the same as \`steadfast ${group.name}\` alone)` : ""));
    subcommand.exitOverride((error) => {
      throw asSteadfastError(error, pathOf(subcommand));
    });
    subcommand.description(definition.description ?? `${definition.summary[0]!.toUpperCase()}${definition.summary.slice(1)}.`);
    subcommand.addHelpText("after", exampleHelp(definition.examples));
    addCommand(subcommand, definition, adding, group);
  }
}

function addCommand(command: Command, definition: CommandDefinition, { understood }: Adding, group: CommandGroup | null): void {
  const siblings = group?.commands ?? [];
  const isDefault = definition.name === group?.defaultCommand;
  for (const argument of definition.arguments ?? []) {
    const name = `${argument.name}${argument.variadic ? "..." : ""}`;
    command.argument(argument.required ? `<${name}>` : `[${name}]`, argument.summary);
  }
  addOptions(command, definition.options, { hidden: false });
  const own = definition.outSummary === undefined ? houseOptions : { ...houseOptions, out: { ...houseOptions.out, summary: definition.outSummary } };
  command.optionsGroup("Options of every command:");
  addOptions(command, own, { hidden: false });
  // A word after a group is more likely a misspelt subcommand than an argument of the default one.
  if (isDefault) command.allowExcessArguments();
  command.action(() => {
    const parent = command.parent!;
    if (isDefault && command.args.length > command.registeredArguments.length) throw unknownCommand(pathOf(parent), command.args[0]!, siblings.map(({ name }) => name));
    for (const [place, argument] of (definition.arguments ?? []).entries()) checkArgument(argument, command.args[place]);
    const own = readOptions([command], definition.options);
    const house = readOptions(ancestry(command), houseOptions);
    understood({
      path: pathOf(command),
      definition,
      arguments: command.args,
      options: own.values,
      houseOptions: house.values as unknown as HouseOptions,
      given: new Set([...own.given, ...house.given]),
      siblings,
    });
  });
}

function checkArgument({ name, choices }: ArgumentDefinition, given: string | undefined): void {
  if (choices === undefined || given === undefined || choices.includes(given)) return;
  const hint = didYouMean(given, choices);
  throw new SteadfastError({ code: "bad-value", sentence: `<${name}> is one of ${choices.join(", ")}, not '${given}'.`, ...(hint === undefined ? {} : { hint }) });
}

function pathOf(command: Command): string[] {
  return ancestry(command)
    .map((each) => each.name())
    .toReversed()
    .slice(1);
}

function unknownCommand(path: readonly string[], word: string, candidates: readonly string[]): SteadfastError {
  const group = path.join(" ");
  return new SteadfastError({ code: "unknown-command", sentence: `There is no command '${group} ${word}'.`, hint: didYouMean(word, candidates) ?? `See 'steadfast ${group} --help'.` });
}
