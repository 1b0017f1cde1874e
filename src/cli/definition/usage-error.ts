import type { CommanderError } from "commander";
import { SteadfastError } from "../../base/index.ts";

/** Thrown to leave the parser when help or the version was asked for and has been written. */
export class HelpShown extends Error {}

/** What commander found wrong with a command line, as the house's error; `HelpShown` where nothing is wrong. */
export function asSteadfastError(error: CommanderError, path: readonly string[]): SteadfastError | HelpShown {
  if (error.code === "commander.helpDisplayed" || error.code === "commander.version") return new HelpShown();
  const command = ["steadfast", ...path].join(" ");
  if (error.code === "commander.help") return new SteadfastError({ code: "no-command", sentence: `Which command of '${command}'?`, hint: `See '${command} --help'.`, cause: error });
  const [problem = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  return new SteadfastError({
    code: codeOf(error.code),
    sentence: sentenceOf(problem),
    hint: suggestion === undefined ? `See '${command} --help'.` : suggestion.replace(/^\((.*)\)$/, "$1"),
    cause: error,
  });
}

// "commander.unknownOption" → "unknown-option"
function codeOf(code: string): string {
  return code.replace(/^commander\./, "").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function sentenceOf(problem: string): string {
  const sentence = problem.charAt(0).toUpperCase() + problem.slice(1);
  return sentence.endsWith(".") ? sentence : `${sentence}.`;
}
