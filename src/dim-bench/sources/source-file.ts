import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { messageOf, SteadfastError } from "../../base/index.ts";
import { parseCsv } from "./parse-csv.ts";

/** One record of a file, or why it cannot be read. */
export type SourceRecord = { readonly place: number } & ({ readonly value: unknown } | { readonly problem: string });

/** A file of records, whatever they mean. */
export interface SourceFile {
  readonly path: string;
  /** Of its bytes, in hex. */
  readonly sha256: string;
  /** What `place` counts: lines, or records where a line says nothing. */
  readonly unit: "line" | "record";
  readonly records: readonly SourceRecord[];
}

/**
 * Reads a file of JSON, JSON lines or CSV; which of them it is shows in its content. Of CSV each record is a list of texts.
 *
 * @throws SteadfastError `source-unreadable`
 */
export async function readSourceFile(path: string): Promise<SourceFile> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unreadable(path, `${path} cannot be read: ${messageOf(cause)}.`, cause);
  });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(path, `${path} is not UTF-8 text.`, cause);
  }
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const whole = parsed(text);
  if ("value" in whole && !isLines(text)) return { path, sha256, unit: "record", records: (Array.isArray(whole.value) ? whole.value : [whole.value]).map((value, index) => ({ place: index + 1, value })) };
  if (isLines(text)) return { path, sha256, unit: "line", records: linesOf(text) };
  if (/^\s*[[{]/u.test(text)) throw unreadable(path, `${path} is not JSON: ${"problem" in whole ? whole.problem : "it is cut"}.`);
  return { path, sha256, unit: "line", records: parseCsv(text) };
}

/** Whether one of the first lines is a JSON object by itself. */
function isLines(text: string): boolean {
  const first = text.split("\n", 50).filter((line) => line.trim() !== "");
  return first.some((line) => line.startsWith("{") && "value" in parsed(line));
}

function linesOf(text: string): SourceRecord[] {
  return text.split("\n").flatMap((line, index) => (line.trim() === "" ? [] : [{ place: index + 1, ...parsed(line) }]));
}

function parsed(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `not JSON (${messageOf(error)})` };
  }
}

function unreadable(path: string, sentence: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "source-unreadable", sentence, hint: `Name another file than ${path}.`, cause });
}
