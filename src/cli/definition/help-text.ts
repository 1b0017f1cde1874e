import { usageOf } from "./commander-options.ts";
import type { Example } from "./command.ts";
import { houseOptions } from "./house-options.ts";

/** The examples under a command's help, ready to be copied. */
export function exampleHelp(examples: readonly Example[]): string {
  return ["", "Examples:", ...examples.map(({ command, summary }) => `  # ${summary}\n  ${command}`)].join("\n");
}

/** What the help of the program, or of a group, says after its commands. */
export function everyCommandHelp(path: readonly string[]): string {
  const flags = Object.entries(houseOptions).map(([name, definition]) => usageOf(name, definition));
  return `\nEvery command also takes ${flags.slice(0, 4).join(", ")},\n${flags.slice(4).join(", ")}. More: ${["steadfast", ...path].join(" ")} <command> --help`;
}
