import { join } from "node:path";

/**
 * Where the ecosystem's cache keeps a model:
 * `models--org--name/blobs/<hash>`, `refs/<revision>` (a file with a commit), `snapshots/<commit>/<file>` (a link to a blob).
 */
export interface CacheLayout {
  readonly folder: string;
  blob(hash: string): string;
  /** What has come of a blob so far: always its first bytes. */
  partial(hash: string): string;
  ref(revision: string): string;
  snapshot(commit: string): string;
  /** Held by whoever downloads this model. */
  readonly lock: string;
}

export function cacheLayout(options: { cacheFolder: string; repository: string }): CacheLayout {
  const name = `models--${options.repository.replace("/", "--")}`;
  const folder = join(options.cacheFolder, name);
  return {
    folder,
    blob: (hash) => join(folder, "blobs", hash),
    partial: (hash) => join(folder, "blobs", `${hash}.incomplete`),
    ref: (revision) => join(folder, "refs", ...revision.split("/")),
    snapshot: (commit) => join(folder, "snapshots", commit),
    lock: join(options.cacheFolder, ".locks", name, "steadfast.lock"),
  };
}

/** Whether a text is the full hash of a commit, which never moves. */
export function isCommit(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}
