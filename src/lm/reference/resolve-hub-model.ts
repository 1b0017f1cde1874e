import { resolve } from "node:path";
import { type EventSink, SteadfastError } from "../../base/index.ts";
import { type CacheLayout, cacheLayout, isCommit } from "./cache-layout.ts";
import { cachedCommits, type CachedSnapshot, findCachedSnapshot } from "./cached-snapshot.ts";
import { downloadSnapshot, noteRevision } from "./download-snapshot.ts";
import { createHubClient } from "./hub-client.ts";
import { Interrupted } from "./hub-failures.ts";
import { findCommit, listHubFiles } from "./hub-listing.ts";
import { type Environment, readHubSettings } from "./hub-settings.ts";
import { formatModelReference, type ModelReference } from "./model-reference.ts";
import { type Pace, patient } from "./pace.ts";
import type { ResolvedModel } from "./resolve-model.ts";

/** @see resolveHubModel */
export interface HubOptions {
  offline?: boolean;
  sink: EventSink;
  signal?: AbortSignal;
  cacheFolder?: string;
  environment: Environment;
  pace?: Partial<Pace>;
}

/** A model of the hub: from the cache as far as it will do, else downloaded. */
export async function resolveHubModel(reference: ModelReference & { kind: "hub" }, options: HubOptions): Promise<ResolvedModel> {
  const { signal, sink } = options;
  const settings = readHubSettings(options.environment);
  const { repository, revision = "main" } = reference;
  const name = formatModelReference(reference);
  const layout = cacheLayout({ cacheFolder: resolve(options.cacheFolder ?? settings.cacheFolder), repository });
  const resolved = ({ folder, commit }: { folder: string; commit: string }): ResolvedModel => ({ folder, reference: name, revision: commit });

  const cached = await findCachedSnapshot({ layout, revision, of: repository });
  const usable = cached?.missing.length === 0 ? cached : null;
  if (options.offline || settings.offline) {
    if (usable === null) throw await notCached({ name, layout, revision, cached, byVariable: !options.offline });
    return resolved(usable);
  }
  // A commit never changes. Without a vocabulary it may have been downloaded only in part, on purpose.
  if (usable !== null && isCommit(revision) && usable.hasVocabulary) return resolved(usable);

  const subject = { repository, revision, endpoint: settings.endpoint, hasToken: settings.token !== undefined };
  const client = createHubClient({ subject, token: settings.token, pace: { ...patient, ...options.pace }, signal });
  let commit;
  let files;
  try {
    commit = await findCommit(client, { repository, revision });
    files = await listHubFiles(client, { repository, commit });
  } catch (error) {
    if (usable === null || !(error instanceof Interrupted)) throw error;
    sink({ type: "message", level: "warning", text: `${error.message} ${name} is taken from the cache as it was last downloaded.` });
    return resolved(usable);
  }
  const folder = await downloadSnapshot({ client, layout, commit, files, sink });
  if (commit !== revision) await noteIfWritable({ layout, revision, commit });
  return resolved({ folder, commit });
}

/** A cache that holds the model but may not be written still serves: only `--offline` will not know this revision by name. */
async function noteIfWritable(options: { layout: CacheLayout; revision: string; commit: string }): Promise<void> {
  try {
    await noteRevision(options);
  } catch (error) {
    if (!(error instanceof SteadfastError) || error.code !== "not-writable") throw error;
  }
}

async function notCached(options: { name: string; layout: CacheLayout; revision: string; cached: CachedSnapshot | null; byVariable: boolean }): Promise<SteadfastError> {
  const { name, layout, revision, cached, byVariable } = options;
  const why = byVariable ? "HF_HUB_OFFLINE is set" : "--offline forbids to download it";
  const others = (await cachedCommits(layout)).filter((commit) => commit !== cached?.commit);
  const instead = others.length === 0 ? "" : ` Of this model the cache holds the commits ${others.slice(0, 3).join(", ")}, each to be named by hf:…@commit.`;
  return new SteadfastError({
    code: "model-not-cached",
    sentence:
      cached === null
        ? `The cache ${layout.folder} does not hold the revision ${revision} of ${name}, and ${why}.`
        : `The cache holds ${name} without ${cached.missing.join(", ")}, and ${why}.`,
    hint: `Run it once with a network.${instead}`,
  });
}
