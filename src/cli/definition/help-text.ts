import { usageOf } from "./commander-options.ts";
import type { Example } from "./command.ts";
import { plainText } from "../output/styled-text.ts";
import { wrapText } from "../output/wrap-text.ts";
import { houseOptions } from "./house-options.ts";

/** The examples under a command's help, ready to be copied. */
export function exampleHelp(examples: readonly Example[]): string {
  return ["", "Examples:", ...examples.map(({ command, summary }) => `  # ${summary}\n  ${command}`)].join("\n");
}

/** What the help of the program, or of a group, says after its commands. */
export function everyCommandHelp(path: readonly string[], columns: number): string {
  const flags = Object.entries(houseOptions).map(([name, definition]) => usageOf(name, definition).replace(" ", "\u00a0"));
  const sentence = `Every command also takes ${flags.join(", ")}. More: ${["steadfast", ...path].join(" ")} <command> --help`;
  return `\n${plainText(wrapText(sentence, columns)).replaceAll("\u00a0", " ")}`;
}
