/** What an error asks of the caller: `misuse` is the user's to mend, `incomplete` can be tried again, `bug` is ours. */
export type ErrorKind = "misuse" | "incomplete" | "bug";

/** @see SteadfastError */
export interface ErrorOptions {
  /** Stable, kebab-case, for programs: `ledger-newer`. */
  code: string;
  /** One sentence that says what went wrong, naming the file, flag or value. */
  sentence: string;
  /** What the user can do about it, as one sentence. */
  hint?: string;
  cause?: unknown;
  kind?: ErrorKind;
}

/**
 * The one error that rooms throw on purpose: a code for programs, a sentence for people, a hint.
 *
 * @example
 * throw new SteadfastError({
 *   code: "file-missing",
 *   sentence: `There is no file ${path}.`,
 *   hint: "Check the spelling of --data.",
 * });
 */
export class SteadfastError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly kind: ErrorKind;

  constructor({ code, sentence, hint, cause, kind = "misuse" }: ErrorOptions) {
    super(sentence, cause === undefined ? {} : { cause });
    this.name = "SteadfastError";
    this.code = code;
    this.hint = hint;
    this.kind = kind;
  }
}

/**
 * The message of anything thrown, errors or not.
 *
 * @example
 * messageOf(new Error("No room.")); // "No room."
 * messageOf(404); // "404"
 */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  try {
    return String(thrown);
  } catch {
    return "something was thrown that has no text";
  }
}

/**
 * The system's own error code (`ENOENT`, `SQLITE_BUSY`, …) of anything thrown, where it has one.
 *
 * @example
 * const code = await readFile("missing.txt").catch(systemCodeOf); // "ENOENT"
 */
export function systemCodeOf(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === "string" ? code : undefined;
}
