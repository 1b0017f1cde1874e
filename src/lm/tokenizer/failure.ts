import { SteadfastError } from "../../base/index.ts";

/** The file contradicts itself or its format. `what` goes on after "FILE is damaged:". */
export function damaged(file: string, what: string, cause?: unknown): SteadfastError {
  return new SteadfastError({
    code: "tokenizer-damaged",
    sentence: `${file} is damaged: ${what}.`,
    hint: "Fetch the model's tokenizer files again, all from the same place.",
    cause,
  });
}

/** The file may be well, but asks for something that is not done here. `what` goes on after "FILE". */
export function unsupported(file: string, what: string): SteadfastError {
  return new SteadfastError({
    code: "tokenizer-unsupported",
    sentence: `${file} ${what}.`,
    hint: "A tokenizer that is followed only in part would silently give other ids, so it is refused. Use a model of the families that are listed.",
  });
}

/** A value out of a file, as it may stand in a sentence: on one line and not endless. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
