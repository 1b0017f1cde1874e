import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { catalogue } from "../catalogue.ts";
import { runCommandLine } from "../command-line.ts";
import type { CatalogueEntry } from "../definition/parse-command-line.ts";

/** What a command line came to. */
export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** @see runInProcess */
export interface RunInProcessOptions {
  /** Commands other than the program's own. */
  commands?: readonly CatalogueEntry[];
  environment?: Readonly<Record<string, string>>;
  /** Whether standard input, output and error are one terminal. */
  terminal?: boolean;
  /** What a person types. */
  input?: string;
  /** Signals reach the command by this. */
  signals?: EventEmitter;
  /** Where configuration files are looked for; without it none is. Other files are still read from the process's own directory. */
  workingDirectory?: string;
  /** Called where the process would end at once. */
  exit?: (code: number) => void;
}

/** Runs a command line inside this process, on streams and surroundings of its own. */
export async function runInProcess(argv: readonly string[], options: RunInProcessOptions = {}): Promise<Outcome> {
  const { commands = catalogue, environment = {}, terminal = false, input = "", signals = new EventEmitter(), workingDirectory, exit = () => {} } = options;
  const stdin = Object.assign(new PassThrough(), { isTTY: terminal });
  const stdout = collecting(terminal);
  const stderr = collecting(terminal);
  stdin.write(input);
  const code = await runCommandLine({ argv, workingDirectory: workingDirectory ?? process.cwd(), environment, stdin, stdout: stdout.stream, stderr: stderr.stream, signals, exit }, commands, { configured: workingDirectory !== undefined || argv.includes("--config") });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function collecting(isTTY: boolean): { stream: PassThrough & { isTTY: boolean; columns: number }; text(): string } {
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 100 });
  const pieces: string[] = [];
  stream.on("data", (piece: Buffer) => pieces.push(piece.toString()));
  return { stream, text: () => pieces.join("") };
}
