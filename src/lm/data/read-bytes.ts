import { createReadStream } from "node:fs";
import { messageOf, SteadfastError, systemCodeOf } from "../../base/index.ts";

const foreignFormats: readonly { readonly begins: readonly number[]; readonly what: string; readonly remedy: string }[] = [
  { begins: [0xff, 0xfe], what: "UTF-16 text", remedy: "Save it as UTF-8." },
  { begins: [0xfe, 0xff], what: "UTF-16 text", remedy: "Save it as UTF-8." },
  { begins: [0x1f, 0x8b], what: "compressed by gzip", remedy: "Unpack it with gunzip." },
  { begins: [0x28, 0xb5, 0x2f, 0xfd], what: "compressed by zstd", remedy: "Unpack it with zstd -d." },
  { begins: [0x50, 0x4b, 0x03, 0x04], what: "a zip archive", remedy: "Unpack it with unzip." },
  { begins: [0x50, 0x41, 0x52, 0x31], what: "a Parquet table", remedy: "Export it as JSON lines." },
];
const byteOrderMark = [0xef, 0xbb, 0xbf];
const longestBeginning = 4;

/**
 * The bytes of a text file, without its byte order mark, in portions of about a megabyte.
 *
 * @throws SteadfastError `data-missing`, `data-unreadable` or `data-format`.
 */
export async function* readBytes(path: string): AsyncGenerator<Buffer> {
  // A pipe may give its first bytes one by one.
  let beginning: Buffer | undefined = Buffer.alloc(0);
  for await (const bytes of portions(path)) {
    if (beginning === undefined) {
      yield bytes;
      continue;
    }
    beginning = Buffer.concat([beginning, bytes]);
    if (beginning.length < longestBeginning) continue;
    yield textOf(path, beginning);
    beginning = undefined;
  }
  if (beginning !== undefined) yield textOf(path, beginning);
}

function textOf(path: string, beginning: Buffer): Buffer {
  const format = foreignFormats.find(({ begins }) => startsWith(beginning, begins));
  if (format !== undefined) throw new SteadfastError({ code: "data-format", sentence: `The file ${path} is ${format.what}; JSON lines in UTF-8 are needed.`, hint: format.remedy });
  return startsWith(beginning, byteOrderMark) ? beginning.subarray(byteOrderMark.length) : beginning;
}

function startsWith(bytes: Buffer, beginning: readonly number[]): boolean {
  return beginning.every((byte, at) => bytes[at] === byte);
}

async function* portions(path: string): AsyncGenerator<Buffer> {
  const stream: AsyncIterable<Buffer> = createReadStream(path, { highWaterMark: 2 ** 20 });
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (let next = await nextPortion(path, iterator); next.done !== true; next = await nextPortion(path, iterator)) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

async function nextPortion(path: string, iterator: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer, unknown>> {
  try {
    return await iterator.next();
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "ENOENT") throw new SteadfastError({ code: "data-missing", sentence: `There is no file ${path}.`, hint: "Check its spelling and the folder you are in.", cause: error });
    if (code === "EISDIR") throw new SteadfastError({ code: "data-unreadable", sentence: `${path} is a folder, not a file.`, hint: "Name one file of it.", cause: error });
    throw new SteadfastError({ code: "data-unreadable", sentence: `The file ${path} cannot be read: ${messageOf(error)}.`, hint: "Check its permissions and the disk.", cause: error });
  }
}
