import { open } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SteadfastError, systemCodeOf } from "../../../base/index.ts";
import { damaged } from "../failure.ts";

const largestFile = 512 * 2 ** 20;

/** The folder that a tokenizer is read from; a file that is not there is undefined. */
export class TokenizerFolder {
  readonly path: string;
  readonly #read = new Map<string, Promise<Uint8Array | undefined>>();

  constructor(path: string) {
    this.path = path;
  }

  file(name: string): string {
    return join(this.path, name);
  }

  bytes(name: string): Promise<Uint8Array | undefined> {
    let read = this.#read.get(name);
    if (read === undefined) {
      read = readWhole(this.file(name));
      this.#read.set(name, read);
    }
    return read;
  }

  async text(name: string): Promise<string | undefined> {
    const bytes = await this.bytes(name);
    if (bytes === undefined) return undefined;
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch (cause) {
      throw damaged(this.file(name), "it is not UTF-8 text", cause);
    }
  }

  async json(name: string): Promise<JsonObject | undefined> {
    const text = await this.text(name);
    return text === undefined ? undefined : parseObject(this.file(name), text);
  }
}

/** An object of a JSON file, of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseObject(file: string, text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(file, `it is not JSON (${messageOf(cause).slice(0, 120)})`, cause);
  }
  if (!isObject(value)) throw damaged(file, "it is not a JSON object");
  return value;
}

async function readWhole(path: string): Promise<Uint8Array | undefined> {
  try {
    const file = await open(path, "r");
    try {
      const status = await file.stat();
      if (!status.isFile()) throw new SteadfastError({ code: "tokenizer-unreadable", sentence: `${path} is not a file.`, hint: "Put the tokenizer's file in its place." });
      if (status.size > largestFile) throw damaged(path, `it has ${status.size} bytes, which no tokenizer needs`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = systemCodeOf(error);
    if (error instanceof SteadfastError) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new SteadfastError({ code: "tokenizer-unreadable", kind: "incomplete", sentence: `${path} cannot be read: ${messageOf(error)}.`, hint: "Check that you may read the file and that its disk is well.", cause: error });
  }
}
