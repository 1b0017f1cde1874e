import type { EventSink, Json, SteadfastError } from "../../base/index.ts";
import type { Ledger } from "../../ledger/index.ts";
import type { Output } from "../output/output.ts";
import type { Outcome } from "../running/exit-code.ts";
import type { LineReader } from "../running/line-reader.ts";
import type { HouseOptions } from "./house-options.ts";
import type { OptionDefinition, OptionValues } from "./option.ts";

/** One positional argument: `{ name: "run", required: true, variadic: true }` is shown as `<run...>`. */
export interface ArgumentDefinition {
  name: string;
  summary: string;
  required?: boolean;
  /** Takes all that follow; only the last argument may. */
  variadic?: boolean;
  /** The only words that it takes. */
  choices?: readonly string[];
  /** Words that it takes beside others, for shells to complete. */
  words?: readonly string[];
}

/** A command line that a reader can copy, with what it is good for. */
export interface Example {
  command: string;
  summary: string;
}

/** A command that does something: one file of `commands/`. */
export interface CommandDefinition {
  name: string;
  summary: string;
  /** A paragraph for the help, where the summary does not say all. */
  description?: string;
  arguments?: readonly ArgumentDefinition[];
  options: Readonly<Record<string, OptionDefinition<unknown>>>;
  /** What `--out` means here, where it is not the default. */
  outSummary?: string;
  /** Runs although the configuration file is wrong; `context.configuration` says how. */
  bearsWrongConfiguration?: true;
  examples: readonly Example[];
  run(context: CommandContext<never>): Promise<Outcome>;
}

/** A command that only holds others, such as `runs`. */
export interface CommandGroup {
  name: string;
  summary: string;
  description?: string;
  commands: readonly CommandDefinition[];
  /** The one that runs when none is named. */
  defaultCommand?: string;
  examples: readonly Example[];
}

/** What a command works with. */
export interface CommandContext<Options> {
  arguments: readonly string[];
  options: Options & HouseOptions;
  output: Output;
  /** Progress and messages for the person who waits. Inside `asRun` the same events also go to the ledger. */
  sink: EventSink;
  /** Aborted by Ctrl-C: keep what is done and return "incomplete", or throw the signal's reason. */
  signal: AbortSignal;
  environment: Readonly<Record<string, string | undefined>>;
  workingDirectory: string;
  /** The configuration file that was read; null where there is none. */
  configuration: ReadConfiguration | null;
  /** Where the ledger is, or would be. */
  ledgerFolder: string;
  /** The ledger, opened (and made, where there is none) at the first call and closed after the command. */
  ledger(): Promise<Ledger>;
  /** The same for commands that only look: changes nothing, throws `ledger-missing` where there is none. */
  ledgerToRead(): Promise<Ledger>;
  /**
   * Does the work as a run of the ledger: creates it with its options and surroundings, passes what the work reports on
   * to it, and closes it as done, incomplete or failed.
   */
  asRun(options: RunOptions, work: (run: RunContext) => Promise<RunResult>): Promise<RunResult & { id: string }>;
  /**
   * Runs another command line as a part of this one, with the same surroundings and nobody to ask; what it writes to standard output is
   * returned instead.
   */
  command(argv: readonly string[]): Promise<{ readonly code: number; readonly output: string }>;
  /** Tells how to go on if the command is interrupted from here on. */
  goOnWith(hint: string): void;
  /** A yes-or-no question; refused with a hint at `flag` where nobody can answer. */
  ask(question: string, flag: string): Promise<boolean>;
  /** A conversation in lines, for menus; undefined where nobody is there to answer: then flags decide. */
  lines(): LineReader | undefined;
}

/** A configuration file that was found. */
export interface ReadConfiguration {
  /** Its whole path. */
  readonly file: string;
  /** Its sections, as they stand in it. */
  readonly sections: Readonly<Record<string, unknown>>;
  /** What is wrong with it, for commands that bear it. */
  readonly problem: SteadfastError | null;
}

/** @see CommandContext.asRun */
export interface RunOptions {
  /** The command's name, as a rule: `bench`. */
  kind: string;
  title?: string;
  /** What besides the command's own options the run needs to be repeated. */
  options?: { readonly [key: string]: Json };
  /** The id of a run to go on with, instead of a new one. Its options and surroundings stay as they were. */
  resume?: string;
}

/** What work inside a run gets. */
export interface RunContext {
  id: string;
  ledger: Ledger;
  /** Shows progress, and keeps records, metrics, artifacts and messages in the run. */
  sink: EventSink;
  /** Aborted by Ctrl-C, and when the ledger cannot be written any more. */
  signal: AbortSignal;
}

/** How work inside a run came out. */
export interface RunResult {
  outcome: Outcome;
  /** The result in short, small enough to be listed by `steadfast runs`. */
  summary?: Json;
}

/** Gives a definition its types: `context.options` follows from `options`. */
export function defineCommand<const Options extends Readonly<Record<string, OptionDefinition<unknown>>>>(
  definition: Omit<CommandDefinition, "options" | "run"> & { options: Options; run(context: CommandContext<OptionValues<Options>>): Promise<Outcome> },
): CommandDefinition {
  return definition as unknown as CommandDefinition;
}

export function isGroup(definition: CommandDefinition | CommandGroup): definition is CommandGroup {
  return "commands" in definition;
}
