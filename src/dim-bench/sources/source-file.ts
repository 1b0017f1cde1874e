import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { messageOf, SteadfastError } from "../../base/index.ts";
import { parseCsv } from "./parse-csv.ts";

/** One record of a file, or why it cannot be read. */
export type SourceRecord = { readonly place: number } & ({ readonly value: unknown } | { readonly problem: string });

/** A file of records, whatever they mean. */
export interface SourceFile {
  readonly path: string;
  /** Of its bytes, in hex; of a folder, of the list of its files' hashes. */
  readonly sha256: string;
  /** What `place` counts: lines, or records where a line says nothing. */
  readonly unit: "line" | "record";
  readonly records: readonly SourceRecord[];
}

// A text of this length still fits in one string.
const longestText = 2 ** 29 - 64;

/**
 * Reads a file of JSON, JSON lines or CSV, compressed by gzip or not; which of them it is shows in its content. Of CSV each
 * record is a list of texts. Of a folder, each file `*.json` in it, in the order of their paths, is a record.
 *
 * @throws SteadfastError `source-unreadable`
 */
export async function readSourceFile(path: string): Promise<SourceFile> {
  const there = await stat(path).catch((cause: unknown) => {
    throw unreadable(`${path} cannot be read: ${messageOf(cause)}.`, cause);
  });
  if (there.isDirectory()) return readFolder(path);
  const { text, sha256 } = await readText(path);
  const whole = parsed(text);
  if ("value" in whole) return { path, sha256, unit: "record", records: (Array.isArray(whole.value) ? whole.value : [whole.value]).map((value, index) => ({ place: index + 1, value })) };
  if (isLines(text)) return { path, sha256, unit: "line", records: linesOf(text) };
  if (/^\s*[[{]/u.test(text)) throw unreadable(`${path} is ${whole.problem}.`);
  return { path, sha256, unit: "line", records: parseCsv(text) };
}

async function readFolder(path: string): Promise<SourceFile> {
  const names = (await readdir(path, { recursive: true })).filter((name) => name.endsWith(".json")).sort();
  const records: SourceRecord[] = [];
  const list = createHash("sha256");
  for (const [index, name] of names.entries()) {
    const { text, sha256 } = await readText(join(path, name));
    list.update(`${sha256}  ${name}\n`);
    records.push({ place: index + 1, ...parsed(text) });
  }
  return { path, sha256: list.digest("hex"), unit: "record", records };
}

async function readText(path: string): Promise<{ text: string; sha256: string }> {
  try {
    const bytes = await readFile(path);
    const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = isCompressed ? await promisify(gunzip)(bytes, { maxOutputLength: longestText }) : bytes;
    if (plain.length > longestText) throw unreadable(`${path} is too long to be read at once: ${plain.length} bytes.`);
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(plain), sha256: createHash("sha256").update(bytes).digest("hex") };
  } catch (cause) {
    if (cause instanceof SteadfastError) throw cause;
    throw unreadable(cause instanceof TypeError ? `${path} is not UTF-8 text.` : `${path} cannot be read: ${messageOf(cause)}.`, cause);
  }
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

function unreadable(sentence: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "source-unreadable", sentence, ...(cause === undefined ? {} : { cause }) });
}
