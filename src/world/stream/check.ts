import { SteadfastError } from "../../base/index.ts";

/** Refuses an option of the micro-world. */
export function invalidOption(sentence: string, hint?: string): SteadfastError {
  return new SteadfastError({ code: "world-option", sentence, ...(hint === undefined ? {} : { hint }) });
}

/** A whole number in a range. */
export function checkWhole(what: string, value: number, { least, most = Number.MAX_SAFE_INTEGER }: { readonly least: number; readonly most?: number }): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw invalidOption(`${what} must be a whole number ${most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`}, not ${String(value)}.`);
}

/** A part of a whole. */
export function checkShare(what: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw invalidOption(`${what} must lie in [0, 1], not ${String(value)}.`);
}

/** One of the names that there are. */
export function checkName(what: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw invalidOption(`There is no ${what} ${JSON.stringify(String(value).slice(0, 80))}.`, `Take ${known.join(", ")}.`);
}
