import { SteadfastError } from "../../base/index.ts";
import { isCommit } from "./cache-layout.ts";
import type { HubClient } from "./hub-client.ts";
import { malformedAnswer } from "./hub-failures.ts";

/** A file of a repository, as the hub lists it. */
export interface HubFile {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of the content: SHA-256 for large files, git's own for small ones. It is the name of the blob in the cache. */
  readonly hash: string;
  readonly algorithm: "sha256" | "git";
}

/** The commit that a revision is at now. */
export async function findCommit(client: HubClient, options: { repository: string; revision: string }): Promise<string> {
  const { modelInfo } = await import("@huggingface/hub");
  const info = await understood(client, () =>
    modelInfo({ name: options.repository, revision: options.revision, additionalFields: ["sha"], hubUrl: client.subject.endpoint, fetch: client.fetch }),
  );
  const commit: unknown = info.sha;
  if (typeof commit !== "string" || !isCommit(commit)) throw malformedAnswer(client.subject.endpoint, `it names no commit for ${options.repository}`);
  return commit;
}

/** The files at the top of a repository; what is in its folders is for other programs. */
export async function listHubFiles(client: HubClient, options: { repository: string; commit: string }): Promise<HubFile[]> {
  const { listFiles } = await import("@huggingface/hub");
  return understood(client, async () => {
    const files: HubFile[] = [];
    for await (const entry of listFiles({ repo: options.repository, revision: options.commit, hubUrl: client.subject.endpoint, fetch: client.fetch })) {
      const file = readEntry(entry);
      if (file === undefined) throw malformedAnswer(client.subject.endpoint, `it lists a file of ${options.repository} without its size or hash`);
      if (file !== null) files.push(file);
    }
    return files;
  });
}

/** Null for what is no file, undefined for what cannot be understood. */
function readEntry(entry: unknown): HubFile | null | undefined {
  if (typeof entry !== "object" || entry === null) return undefined;
  const { type, path, size, oid, lfs } = entry as Record<string, unknown>;
  if (type !== "file") return null;
  const large = lfs as { oid?: unknown; size?: unknown } | null | undefined;
  const bytes = large?.size ?? size;
  const hash = large?.oid ?? oid;
  if (typeof path !== "string" || typeof bytes !== "number" || !Number.isSafeInteger(bytes) || bytes < 0 || typeof hash !== "string") return undefined;
  const algorithm = large?.oid === undefined ? "git" : "sha256";
  if (!(algorithm === "git" ? /^[0-9a-f]{40}$/ : /^[0-9a-f]{64}$/).test(hash)) return undefined;
  return { path, size: bytes, hash, algorithm };
}

/** Runs a call of the hub's library. It reads answers without checking them: what it stumbles over is a bad answer, not a bug here. */
export async function understood<Result>(client: HubClient, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    client.signal?.throwIfAborted();
    if (error instanceof SteadfastError) throw error;
    throw malformedAnswer(client.subject.endpoint, "its answer cannot be read", error);
  }
}
