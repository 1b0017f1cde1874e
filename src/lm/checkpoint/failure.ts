import { SteadfastError } from "../../base/index.ts";

const fetchAgain = "Fetch the file again: the download may have broken off, or the file was changed.";

/** The file contradicts itself or its format. `what` goes on after "FILE is damaged:". */
export function damaged(file: string, what: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "checkpoint-damaged", sentence: `${file} is damaged: ${what}.`, hint: fetchAgain, cause });
}

/** The file may be well, but is of a kind that is not read. */
export function unsupported(file: string, what: string, hint: string): SteadfastError {
  return new SteadfastError({ code: "checkpoint-unsupported", sentence: `${file} ${what}.`, hint });
}

/** The file asks for something that no file of weights needs. */
export function unsafe(file: string, what: string, hint: string): SteadfastError {
  return new SteadfastError({ code: "checkpoint-unsafe", sentence: `${file} ${what}.`, hint });
}

/** Something that is not there. */
export function missing(sentence: string, hint: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "checkpoint-missing", sentence, hint, cause });
}

/** A name or other value out of a file, as it may stand in a sentence: quoted, on one line, not endless. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (Array.isArray(value)) return cut(`[${value.slice(0, 8).map(shown).join(", ")}${value.length > 8 ? ", …" : ""}]`);
  return typeof value === "object" && value !== null ? "an object" : cut(String(value));
}

function cut(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}
