import { type ErrorKind, type Json, messageOf, SteadfastError } from "../../base/index.ts";

/** An error as users and programs see it. */
export interface Failure {
  kind: ErrorKind;
  code: string;
  message: string;
  hint: string | undefined;
  stack: string | undefined;
}

/**
 * Any thrown thing as a failure: a `SteadfastError` speaks for itself, everything else is a bug of ours and says how to see
 * where it happened.
 */
export function failureOf(thrown: unknown): Failure {
  const stack = thrown instanceof Error ? stackWithCauses(thrown) : undefined;
  if (thrown instanceof SteadfastError && thrown.kind !== "bug") {
    return { kind: thrown.kind, code: thrown.code, message: thrown.message, hint: thrown.hint, stack };
  }
  const message = thrown instanceof SteadfastError ? thrown.message : `Something went wrong inside steadfast: ${firstLine(messageOf(thrown))}`;
  return {
    kind: "bug",
    code: thrown instanceof SteadfastError ? thrown.code : "bug",
    message,
    hint: (thrown instanceof SteadfastError ? thrown.hint : undefined) ?? "This is a bug. Run the same command with --verbose to see where it happened, and report that.",
    stack,
  };
}

/** The one JSON document of a command that failed. */
export function failureJson(failure: Failure): Json {
  return { error: { code: failure.code, message: failure.message, hint: failure.hint ?? null } };
}

/** The lines for people: the sentence, the hint, and with `verbose` the stack. */
export function failureText(failure: Failure, options: { verbose: boolean }): string {
  const lines = [failure.message];
  if (failure.hint !== undefined) lines.push(`Hint: ${failure.hint}`);
  if (options.verbose && failure.stack !== undefined) lines.push(failure.stack);
  return lines.join("\n");
}

function stackWithCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error && error.cause !== error ? `${own}\nCaused by ${stackWithCauses(error.cause)}` : own;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!;
}
