#!/usr/bin/env node
// The program itself: hands the process to the command line. Everything else is imported after the compile cache is on,
// so that the second start is fast.
import { enableCompileCache } from "node:module";
import type { Surroundings } from "./running/surroundings.ts";

enableCompileCache();
const [{ runCommandLine }, { silenceSqliteNotice }, { ignoreBrokenPipe }] = await Promise.all([
  import("./command-line.ts"),
  import("./running/quiet-warnings.ts"),
  import("./running/broken-pipe.ts"),
]);
silenceSqliteNotice();
ignoreBrokenPipe(process.stdout);
ignoreBrokenPipe(process.stderr);

const surroundings: Surroundings = {
  argv: process.argv.slice(2),
  environment: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signals: process,
  exit: (code) => process.exit(code),
};
process.exitCode = await runCommandLine(surroundings);
// Pipes are written behind the program's back: what was printed must be out before the process ends, and the process must
// end even where a library left a timer or a thread behind.
process.stdout.write("", () => process.stderr.write("", () => process.exit()));
