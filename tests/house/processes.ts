import { spawn, spawnSync } from "node:child_process";
import { delimiter, sep } from "node:path";

/** What a process came to. */
export interface Ended {
  status: number | null;
  stdout: string;
  stderr: string;
}

/**
 * The environment of somebody who has nothing of this checkout: without what `npm run` adds for its scripts, and without the
 * checkout's own programs on the path, so that `node` is the system's.
 */
export function foreignEnvironment(additions: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_(?:package|lifecycle|command|execpath|node|config_local_prefix)|^INIT_CWD$|^NODE_COMPILE_CACHE$|^VITEST|^STEADFAST_|^NODE_ENV$|^NO_COLOR$|^FORCE_COLOR$/.test(name));
  const environment = Object.fromEntries(kept) as Record<string, string>;
  environment.PATH = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.includes(`node_modules${sep}`))
    .join(delimiter);
  return { ...environment, ...additions };
}

/** Runs a program to its end. */
export function run(command: string, commandArguments: readonly string[], options: { cwd: string; environment?: Record<string, string> }): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, commandArguments, { cwd: options.cwd, env: options.environment ?? foreignEnvironment(), encoding: "utf8", maxBuffer: 1 << 28 });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

/** Runs a program to its end, which must be a good one. Returns its standard output. */
export function runWell(command: string, commandArguments: readonly string[], options: { cwd: string; environment?: Record<string, string> }): string {
  const ended = run(command, commandArguments, options);
  if (ended.status !== 0) throw new Error(`${command} ${commandArguments.join(" ")} ended with ${ended.status}:\n${ended.stdout}\n${ended.stderr}`);
  return ended.stdout;
}

/** Whether a program is there. */
export function has(command: string): boolean {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;
}

/** A program on a terminal of its own. */
export interface TerminalSession {
  /** Everything that the terminal was sent. */
  screen(): string;
  /** Keys, as a person would press them: `"y\r"`, `"\u0003"` for Ctrl-C. */
  type(keys: string): void;
  /** Its exit code. */
  ended: Promise<number | null>;
}

/** Starts a program on a pseudo-terminal, by util-linux's `script`. */
export function onTerminal(commandLine: readonly string[], options: { cwd: string; environment: Record<string, string> }): TerminalSession {
  const quoted = commandLine.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const child = spawn("script", ["--quiet", "--return", "--command", `stty cols 100 rows 30; exec ${quoted}`, "/dev/null"], { cwd: options.cwd, env: { ...options.environment, TERM: "xterm-256color", SHELL: "/bin/sh" }, stdio: ["pipe", "pipe", "inherit"] });
  let screen = "";
  child.stdout.on("data", (piece: Buffer) => (screen += piece.toString()));
  return {
    screen: () => screen,
    type: (keys) => void child.stdin.write(keys),
    ended: new Promise((resolve) => child.on("close", resolve)),
  };
}
