import { projectFiles, readProjectFile } from "../house/repository.ts";
import { run } from "../house/processes.ts";

/** A document with the command lines of steadfast in it, in order. */
export interface DocumentWithCommands {
  readonly file: string;
  readonly commands: readonly string[];
}

// Before the name may stand variables for the one command, behind it everything.
const steadfast = /^(?:[A-Z_]+=\S* )*(?:\.\/|npx )?steadfast(?= |$)/;

/** The lines of `sh` blocks that call steadfast, and those that a workflow in a `yaml` block runs. */
export function commandsIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```(sh|yaml)\n([\s\S]*?)^```/gm)].flatMap(([, kind, block]) => {
    const lines = block!.replaceAll(/\\\n\s*/g, " ").split("\n");
    return kind === "sh" ? lines : lines.map((line) => line.replace(/^\s*(?:- )?(?:run: )?/, ""));
  });
  return blocks.filter((line) => steadfast.test(line));
}

/** Every document with a command. */
export function documentsWithCommands(): DocumentWithCommands[] {
  return projectFiles()
    .filter((file) => file.endsWith(".md"))
    .map((file) => ({ file, commands: commandsIn(readProjectFile(file)) }))
    .filter(({ commands }) => commands.length > 0);
}

/** The command line with another program in place of steadfast. */
export function withProgram(command: string, program: string): string {
  return command.replace(steadfast, (start) => start.replace(/(?:\.\/|npx )?steadfast$/, () => program));
}

/** What steadfast would be given, as the shell takes the line apart. */
export function wordsOf(command: string, cwd: string): string[] {
  // A function prints its arguments; a pipe or a redirection of the line is left away.
  const line = withProgram(command, "given").replace(/\s[|>].*$/, "");
  const { status, stdout, stderr } = run("/bin/sh", ["-c", `given() { printf '%s\\0' "$@"; }\n${line}`], { cwd });
  if (status !== 0) throw new Error(`The shell does not take ${command}: ${stderr}`);
  return stdout === "\0" ? [] : stdout.split("\0").slice(0, -1);
}
