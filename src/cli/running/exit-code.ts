import type { ErrorKind } from "../../base/index.ts";

/** What a command's exit code says to scripts. */
export const exitCodes = {
  done: 0,
  gateFailed: 1,
  incomplete: 2,
  misuse: 64,
  bug: 70,
} as const;

/** How a command that ran to its end came out. */
export type Outcome = "done" | "gateFailed" | "incomplete";

/** The exit code for an error of a kind. */
export function exitCodeOf(kind: ErrorKind): number {
  return exitCodes[kind];
}
