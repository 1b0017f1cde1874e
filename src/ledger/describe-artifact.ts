import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { messageOf, SteadfastError } from "../base/index.ts";
import type { Artifact } from "./ledger.ts";

/**
 * Reads a file, piece by piece, to note it in a ledger: its size and SHA-256.
 *
 * @throws SteadfastError `artifact-unreadable`.
 * @example
 * await ledger.putArtifact(run.id, await describeArtifact({ name: "report", path: "out/report.html" }));
 */
export async function describeArtifact({ name, path }: Pick<Artifact, "name" | "path">): Promise<Artifact> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path) as AsyncIterable<Uint8Array>) {
      hash.update(piece);
      bytes += piece.byteLength;
    }
  } catch (error) {
    throw new SteadfastError({ code: "artifact-unreadable", sentence: `The file ${path} cannot be read: ${messageOf(error)}.`, cause: error });
  }
  return { name, path, sha256: hash.digest("hex"), bytes };
}
