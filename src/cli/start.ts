import { runCommandLine } from "./command-line.ts";
import { catalogue } from "./catalogue.ts";
import type { CatalogueEntry } from "./definition/parse-command-line.ts";
import { ignoreBrokenPipe } from "./running/broken-pipe.ts";
import { silenceSqliteNotice } from "./running/quiet-warnings.ts";

/** Runs this process as a command line, to its very end. */
export async function start(commands: readonly CatalogueEntry[] = catalogue): Promise<void> {
  silenceSqliteNotice();
  ignoreBrokenPipe(process.stdout);
  ignoreBrokenPipe(process.stderr);
  process.exitCode = await runCommandLine(
    {
      argv: process.argv.slice(2),
      workingDirectory: process.cwd(),
      environment: process.env,
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: process.stderr,
      signals: process,
      exit: (code) => process.exit(code),
    },
    commands,
  );
  // Pipes are written behind the program's back: what was printed must be out before the process ends, and the process
  // must end even where a library left a timer or a thread behind.
  process.stdout.write("", () => process.stderr.write("", () => process.exit()));
}
