import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** The hash of a file's content as the hub names it: SHA-256, or git's SHA-1 over a header and the content. */
export async function hashFile(path: string, options: { algorithm: "sha256" | "git"; size: number; signal: AbortSignal | undefined }): Promise<string> {
  const { algorithm, size, signal } = options;
  const hash = createHash(algorithm === "git" ? "sha1" : "sha256");
  if (algorithm === "git") hash.update(`blob ${size}\0`);
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Uint8Array>) {
    signal?.throwIfAborted();
    hash.update(piece);
  }
  return hash.digest("hex");
}
