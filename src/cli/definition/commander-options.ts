import { type Command, Option } from "commander";
import { flagOf, oppositeFlagOf, type OptionDefinition } from "./option.ts";

export type OptionDefinitions = Readonly<Record<string, OptionDefinition<unknown>>>;

/** What the options of a command line came to. */
export interface ReadOptions {
  readonly values: Readonly<Record<string, unknown>>;
  /** The names of those that the command line gave. */
  readonly given: ReadonlySet<string>;
}

/** An option whose value stands under its name in the definition: `--no-menu` under `noMenu`, and `--menu` as well. */
class NamedOption extends Option {
  readonly #name: string;

  constructor(name: string, usage: string, summary: string) {
    super(usage, summary);
    this.#name = name;
  }

  override attributeName(): string {
    return this.#name;
  }
}

/** Teaches commander the options of a command. Each flag has an opposite, which the help does not show. */
export function addOptions(command: Command, definitions: OptionDefinitions, options: { hidden: boolean }): void {
  for (const [name, definition] of Object.entries(definitions)) {
    const option = new NamedOption(name, usageOf(name, definition), definition.summary + defaultHelp(definition.default));
    option.argParser((given, before: unknown) => definition.parse(given, flagOf(name), before === undefined ? definition.default : before));
    if (options.hidden) option.hideHelp();
    command.addOption(option);
    const hasOpposite = definition.form === "flag" && !Object.keys(definitions).some((other) => flagOf(other) === oppositeFlagOf(name));
    if (hasOpposite) command.addOption(new NamedOption(name, oppositeFlagOf(name), "").argParser(() => false).hideHelp());
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
export function readOptions(commands: readonly Command[], definitions: OptionDefinitions): ReadOptions {
  const given = new Set<string>();
  const values = Object.entries(definitions).map(([name, definition]) => {
    const nearest = commands.find((command) => command.getOptionValueSource(name) === "cli");
    if (nearest === undefined) return [name, definition.default];
    given.add(name);
    return [name, nearest.getOptionValue(name)];
  });
  return { values: Object.fromEntries(values), given };
}

/** A command and those above it, nearest first. */
export function ancestry(command: Command): Command[] {
  return command.parent === null ? [command] : [command, ...ancestry(command.parent)];
}
