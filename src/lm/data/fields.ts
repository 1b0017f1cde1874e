/** An object as JSON gave it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Why a value is no record; caught where records are parsed. */
export class Unusable extends Error {}

/** A field that must be a text with something in it. */
export function text(value: unknown, name: string): string {
  if (typeof value !== "string") throw new Unusable(`its field "${name}" is ${kindOf(value)}; text is needed`);
  if (value === "") throw new Unusable(`its field "${name}" is empty`);
  return value;
}

/** The first of the named fields that is there; an empty text counts as none. */
export function optionalText(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : null;
    if (value !== null && value !== "") return text(value, name);
  }
  return undefined;
}

/** What a JSON value is, for people. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}
