import type { ChoiceRecord } from "./choice-record.ts";

/** What follows the instruction, as the authors' code has it; the braces are literal. */
export function bodyOf({ fields, prompt, options }: Pick<ChoiceRecord, "fields" | "prompt" | "options">): string {
  if (fields === undefined) return prompt!;
  return `${Object.entries(fields).map(([name, text]) => `${name}: ${text}`).join(" ")} Answer options: {${options.join(", ")}} Your answer:`;
}

/** The same with another text in the place of all that is asked about: what is left is the form. */
export function bodyAbout({ fields, ...record }: ChoiceRecord, text: string): string {
  return fields === undefined ? text : bodyOf({ ...record, fields: Object.fromEntries(Object.keys(fields).map((name) => [name, text])) });
}

/** The whole prompt: the instruction on a line of its own. */
export function promptText(instruction: string, body: string): string {
  return instruction === "" ? body : `${instruction}\n${body}`;
}
