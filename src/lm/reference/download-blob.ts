import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder, SteadfastError } from "../../base/index.ts";
import { hashFile } from "./content-hash.ts";
import type { HubClient } from "./hub-client.ts";
import { Interrupted, storageFailure } from "./hub-failures.ts";
import type { HubFile } from "./hub-listing.ts";
import { withRetries } from "./pace.ts";

/** @see downloadBlob */
export interface BlobDownload {
  client: HubClient;
  url: URL;
  file: HubFile;
  /** Where the content ends up, whole and checked. */
  blob: string;
  /** Where it gathers; bytes that are here already are not asked for again. */
  partial: string;
  /** Bytes that came, or less than none when some had to be thrown away. */
  onBytes: (bytes: number) => void;
}

/** What resets the count of failed tries: less could come from a server that cuts every connection at once. */
const realProgress = 64 * 1024;

/**
 * Brings one file of the hub into the cache. The partial file always holds the first bytes of the content, so that any later
 * call, after a broken connection or a kill, goes on where it ends. Before the blob gets its name, the file on the disk is
 * hashed as a whole: neither a wrong answer nor what another program did to the partial file can pass.
 *
 * @throws SteadfastError `download-corrupt`, `disk-full`, `cache-not-writable`, and what the hub's client throws.
 */
export async function downloadBlob(download: BlobDownload): Promise<void> {
  const { file, blob, partial, client, onBytes } = download;
  try {
    await makeFolder(dirname(blob));
    const parts = await receive(download);
    if (await isRight(download)) return await rename(partial, blob);
    await startAnew(partial, file.size, onBytes);
    // What an earlier run or another program left, or one of several answers, may have been wrong; a single answer was sent wrong.
    if (parts > 1) {
      await receive(download);
      if (await isRight(download)) return await rename(partial, blob);
      await startAnew(partial, file.size, onBytes);
    }
  } catch (error) {
    client.signal?.throwIfAborted();
    throw storageFailure(partial, error);
  }
  throw new SteadfastError({
    code: "download-corrupt",
    kind: "incomplete",
    sentence: `The file ${file.path} of ${client.subject.repository} came with content that does not have the hash that the hub lists.`,
    hint: "It was thrown away: run the same command again; if that does not help, something between here and the hub changes files.",
  });
}

/** Fills the partial file to its full size; fulfilled with how many parts it is made of, one found here before included. */
async function receive(download: BlobDownload): Promise<number> {
  const { client, partial, file, onBytes } = download;
  // Made where it is missing, without harm to what is there; then opened so that positions count, which "a" ignores.
  await (await open(partial, "a")).close();
  const handle = await open(partial, "r+");
  try {
    const found = (await handle.stat()).size;
    if (found > file.size) await handle.truncate(0);
    const gathering: Gathering = { handle, have: found > file.size ? 0 : found };
    let parts = gathering.have > 0 ? 1 : 0;
    onBytes(gathering.have);
    let before = 0;
    await withRetries({
      pace: client.pace,
      signal: client.signal,
      progressed: () => gathering.have - before >= realProgress,
      work: async () => {
        before = gathering.have;
        parts += 1;
        if (gathering.have < file.size) await receiveRest(download, gathering);
      },
    });
    await handle.sync();
    return parts;
  } finally {
    await handle.close();
  }
}

interface Gathering {
  readonly handle: FileHandle;
  /** Bytes in the file, all from the content's start. */
  have: number;
}

/** One request for all that is missing. */
async function receiveRest({ client, url, file, onBytes }: BlobDownload, gathering: Gathering): Promise<void> {
  const { handle, have } = gathering;
  const answer = await client.open(url, have > 0 ? { range: `bytes=${have}-` } : {});
  const continues = answer.status === 206 && answer.headers.get("content-range") === `bytes ${have}-${file.size - 1}/${file.size}`;
  if (!continues && (answer.status !== 200 || (answer.headers.get("content-length") ?? String(file.size)) !== String(file.size))) {
    await answer.discard();
    throw unexpectedLength(client, file);
  }
  if (have > 0 && !continues) {
    // It sends the whole file although a part was asked for.
    await handle.truncate(0);
    gathering.have = 0;
    onBytes(-have);
  }
  for await (const piece of answer.body) {
    if (gathering.have + piece.byteLength > file.size) throw unexpectedLength(client, file);
    await writeFully(handle, piece, gathering.have);
    gathering.have += piece.byteLength;
    onBytes(piece.byteLength);
  }
  // A server may end an answer early without it looking like a broken connection.
  if (gathering.have < file.size) throw unexpectedLength(client, file);
}

async function writeFully(handle: FileHandle, piece: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < piece.byteLength; ) {
    written += (await handle.write(piece, written, piece.byteLength - written, position + written)).bytesWritten;
  }
}

async function isRight({ partial, file, client }: BlobDownload): Promise<boolean> {
  const { size } = await stat(partial);
  return size === file.size && (await hashFile(partial, { algorithm: file.algorithm, size, signal: client.signal })) === file.hash;
}

async function startAnew(partial: string, size: number, onBytes: (bytes: number) => void): Promise<void> {
  await rm(partial, { force: true });
  onBytes(-size);
}

function unexpectedLength(client: HubClient, file: HubFile): Interrupted {
  return new Interrupted({
    code: "download-length",
    sentence: `The file ${file.path} of ${client.subject.repository} came with another length than the ${file.size} bytes that the hub lists.`,
    hint: "Run the same command again; if that does not help, something between here and the hub changes files.",
  });
}
