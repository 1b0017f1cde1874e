import { closeSync, fsyncSync, openSync, truncateSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalJson, type Json, messageOf, SteadfastError, systemCodeOf, writeFileAtomically } from "../../base/index.ts";
import type { Response } from "./respond.ts";

/** What responses depend on, by the names that an error can tell: `model`, `data`, `temperature`. */
export type StoreKey = { readonly [name: string]: Json };

/** Responses on disk, a file a seed, each response written for good before the next. */
export interface ResponseStore {
  /** Those of a seed that are there, by record. What a kill cut off in the middle of a line is dropped. */
  read(seed: number): Promise<Map<number, Response>>;
  /** Adds one, and returns once the disk has it. */
  append(seed: number, response: Response): void;
  /** Puts a seed's file, now complete, in the order of the records: then it can be scored as predictions. */
  complete(seed: number, responses: readonly Response[]): Promise<void>;
  /** Closes what is open. */
  close(): void;
}

/** @see openResponseStore */
export interface ResponseStoreOptions {
  /** Made where it is missing. */
  folder: string;
  key: StoreKey;
  /** Records are 0 … records − 1. */
  records: number;
}

const keyFile = "evaluation.json";

/**
 * Opens a folder of responses, or begins one.
 *
 * @throws SteadfastError `evaluation-other` where the folder holds responses of another model, data or protocol; `evaluation-damaged`;
 * what `writeFileAtomically` throws
 */
export async function openResponseStore({ folder, key, records }: ResponseStoreOptions): Promise<ResponseStore> {
  await checkKey(join(folder, keyFile), folder, key);
  const open = new Map<number, number>();
  const pathOf = (seed: number): string => join(folder, `responses-${seed}.jsonl`);
  const close = (seed: number): void => {
    const file = open.get(seed);
    if (file !== undefined) closeSync(file);
    open.delete(seed);
  };
  return {
    async read(seed) {
      const path = pathOf(seed);
      const bytes = await readOrNothing(path);
      if (bytes === undefined) return new Map();
      const whole = bytes.lastIndexOf(0x0a) + 1;
      if (whole < bytes.length) writing(path, () => truncateSync(path, whole));
      const lines = bytes.toString("utf8", 0, whole).split("\n").slice(0, -1);
      return new Map(lines.map((line, place) => parseResponse(line, { path, line: place + 1, records })).map((response) => [response.record, response]));
    },
    append(seed, response) {
      const path = pathOf(seed);
      writing(path, () => {
        const file = open.get(seed) ?? openSync(path, "a");
        open.set(seed, file);
        writeFileSync(file, lineOf(response));
        fsyncSync(file);
      });
    },
    async complete(seed, responses) {
      close(seed);
      await writeFileAtomically(pathOf(seed), responses.map(lineOf).join(""));
    },
    close() {
      for (const file of open.values()) closeSync(file);
      open.clear();
    },
  };
}

function writing(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new SteadfastError({ code: "evaluation-unwritable", kind: "incomplete", sentence: `${path} could not be written: ${messageOf(cause)}.`, hint: "The responses that it holds are kept: once it can be written, run the same command again.", cause });
  }
}

function lineOf({ record, text, tokens, finish }: Response): string {
  return `${JSON.stringify({ record, text, tokens, finish })}\n`;
}

async function checkKey(path: string, folder: string, key: StoreKey): Promise<void> {
  const bytes = await readOrNothing(path);
  if (bytes === undefined) {
    await writeFileAtomically(path, `${JSON.stringify(key, null, 2)}\n`);
    return;
  }
  let known: unknown;
  try {
    known = JSON.parse(bytes.toString());
  } catch (cause) {
    throw damaged(path, "it is not valid JSON", cause);
  }
  if (typeof known !== "object" || known === null || Array.isArray(known)) throw damaged(path, "it is no JSON object");
  const stored = known as Record<string, unknown>;
  const differing = [...new Set([...Object.keys(key), ...Object.keys(stored)])].filter((name) => !Object.hasOwn(key, name) || !Object.hasOwn(stored, name) || canonicalJson(stored[name]) !== canonicalJson(key[name]));
  if (differing.length === 0) return;
  throw new SteadfastError({
    code: "evaluation-other",
    sentence: `${folder} holds the responses of another evaluation: its ${differing.join(", ")} ${differing.length === 1 ? "differs" : "differ"}.`,
    hint: "Choose another folder, or evaluate the same model on the same records, as many of them, in the same way.",
  });
}

async function readOrNothing(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    if (systemCodeOf(cause) === "ENOENT") return undefined;
    throw new SteadfastError({ code: "evaluation-unreadable", sentence: `${path} cannot be read: ${messageOf(cause)}.`, hint: "Choose another folder.", cause });
  }
}

function parseResponse(text: string, { path, line, records }: { path: string; line: number; records: number }): Response {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, `line ${line} is not valid JSON`, cause);
  }
  const { record, text: said, tokens, finish } = (value ?? {}) as Partial<Record<keyof Response, unknown>>;
  const valid = isCount(record) && record < records && typeof said === "string" && isCount(tokens) && (finish === "stop" || finish === "length" || finish === "exhausted");
  if (!valid) throw damaged(path, `line ${line} is no response to one of the ${records} records`);
  return { record, text: said, tokens, finish };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function damaged(path: string, reason: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "evaluation-damaged", sentence: `${path} is damaged: ${reason}.`, hint: "Remove that file; its responses are then written again.", cause });
}
