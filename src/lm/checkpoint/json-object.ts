import { damaged, shown } from "./failure.ts";
import { structureOf } from "./json-structure.ts";

/** What the file format's documentation allows a header; an index has no reason to be larger. */
export const maximumJsonBytes = 100_000_000;

/**
 * Reads bytes as a JSON object whose keys are all different.
 *
 * @param what how sentences call the bytes: "its header".
 */
export function parseJsonObject(options: { file: string; bytes: Uint8Array; what: string }): Readonly<Record<string, unknown>> {
  const { file, bytes, what } = options;
  let value: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const { duplicate, tooDeep } = structureOf(text);
    if (duplicate !== undefined) throw damaged(file, `${what} has ${shown(duplicate)} twice`);
    if (tooDeep) throw damaged(file, `${what} is nested deeper than such a file ever is`);
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw damaged(file, `${what} is not JSON`, error);
    throw error;
  }
  if (!isObject(value)) throw damaged(file, `${what} is not a JSON object`);
  return value;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
