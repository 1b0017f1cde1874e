import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type CacheLayout, isCommit } from "./cache-layout.ts";
import { hasVocabulary, selectModelFiles, shardNames } from "./model-files.ts";

/** What the cache holds of one revision. */
export interface CachedSnapshot {
  readonly commit: string;
  readonly folder: string;
  /** What a model cannot do without and is not here, in words; empty when the model can be used. */
  readonly missing: readonly string[];
  readonly hasVocabulary: boolean;
}

/** Looks into the cache alone, whoever filled it. Null when nothing of the revision is there. */
export async function findCachedSnapshot(options: { layout: CacheLayout; revision: string; of: string }): Promise<CachedSnapshot | null> {
  const { layout, revision, of } = options;
  const commit = isCommit(revision) ? revision : await readRef(layout.ref(revision));
  if (commit === null) return null;
  const folder = layout.snapshot(commit);
  const names = await presentFiles(folder);
  if (names.length === 0) return null;
  return { commit, folder, missing: await missingParts({ folder, names, of }), hasVocabulary: hasVocabulary(names) };
}

/** The commits of which the cache holds something, for hints. */
export async function cachedCommits(layout: CacheLayout): Promise<string[]> {
  try {
    return (await readdir(join(layout.folder, "snapshots"))).filter(isCommit).sort();
  } catch {
    return [];
  }
}

async function readRef(path: string): Promise<string | null> {
  try {
    const text = (await readFile(path, "utf8")).trim();
    return isCommit(text) ? text : null;
  } catch {
    return null;
  }
}

/** Names in a folder whose files are there: a link to a blob that was deleted does not count. */
async function presentFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const present = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        (found) => found.isFile(),
        () => false,
      ),
    ),
  );
  return names.filter((_, position) => present[position]);
}

async function missingParts({ folder, names, of }: { folder: string; names: readonly string[]; of: string }): Promise<string[]> {
  const missing = names.includes("config.json") ? [] : ["config.json"];
  const { weights } = selectModelFiles(names);
  if (weights === null) return [...missing, "the weights"];
  if (weights.kind === "file") return missing;
  const shards = shardNames({ name: weights.name, text: await readFile(join(folder, weights.name), "utf8"), of });
  return [...missing, ...shards.filter((shard) => !names.includes(shard))];
}
