import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type EventSink, messageOf, silent, SteadfastError, systemCodeOf } from "../../base/index.ts";
import { expandHome } from "./hub-settings.ts";
import type { Environment } from "./hub-settings.ts";
import { formatModelReference, type ModelReference, parseModelReference } from "./model-reference.ts";
import type { Pace } from "./pace.ts";
import { resolveHubModel } from "./resolve-hub-model.ts";

/** A model that is on this disk. */
export interface ResolvedModel {
  /** Absolute; config, tokenizer and weights stand in it by their usual names. */
  readonly folder: string;
  /** As text, for reports. */
  readonly reference: string;
  /** The commit, for models of the hub. */
  readonly revision?: string;
}

/** @see resolveModel */
export interface ResolveOptions {
  /** Opens no connection: what is in the cache must do. `HF_HUB_OFFLINE=1` means the same. */
  offline?: boolean;
  sink?: EventSink;
  /** Ends a download at once; what has come is kept, and the next call goes on from there. */
  signal?: AbortSignal;
  /** Instead of the ecosystem's (`HF_HUB_CACHE`, `HF_HOME`, `XDG_CACHE_HOME`, `~/.cache`). */
  cacheFolder?: string;
  environment?: Environment;
  pace?: Partial<Pace>;
  /** Where `lab:` models stand, instead of `models/` of this package. */
  labFolder?: string;
}

/**
 * Finds a model on this disk, or brings it there from the hub: into the cache that the whole ecosystem shares, so that what
 * other programs downloaded is used, and the other way round.
 *
 * @throws SteadfastError for a reference: `reference-malformed`, `reference-of-api`; for folders: `folder-missing`,
 * `lab-model-missing`; for the hub: `repository-missing`, `revision-missing`, `model-gated`, `token-refused`, `hub-forbids`,
 * `hub-refused`, `weights-missing`, `shard-missing`, `weight-index-malformed`, `model-not-cached`, `endpoint-malformed`,
 * `token-malformed`, `cache-not-writable`; and, worth another try: `hub-unreachable`, `hub-unavailable`, `hub-busy`,
 * `connection-cut`, `connection-stalled`, `download-length`, `download-corrupt`, `hub-answer-malformed`, `disk-full`,
 * `cache-failed`. The signal's reason when it is aborted.
 * @example
 * const { folder } = await resolveModel("hf:org/name@main", { sink });
 */
export async function resolveModel(reference: string | ModelReference, options: ResolveOptions = {}): Promise<ResolvedModel> {
  const parsed = typeof reference === "string" ? parseModelReference(reference) : parseModelReference(formatModelReference(reference));
  switch (parsed.kind) {
    case "hub":
      return resolveHubModel(parsed, { ...options, sink: options.sink ?? silent, environment: options.environment ?? process.env });
    case "folder":
      return { folder: await existingFolder(parsed.path), reference: parsed.path };
    case "lab":
      return { folder: await labModel(parsed.name, options.labFolder ?? join(import.meta.dirname, "../../../models")), reference: `lab:${parsed.name}` };
  }
}

async function existingFolder(path: string): Promise<string> {
  const folder = resolve(expandHome(path));
  const found = await stat(folder).catch((error: unknown) => {
    if (systemCodeOf(error) === "ENOENT" || systemCodeOf(error) === "ENOTDIR") return null;
    throw new SteadfastError({ code: "folder-missing", sentence: `The folder ${folder} cannot be read: ${messageOf(error)}.`, hint: "Check its permissions.", cause: error });
  });
  if (found?.isDirectory()) return folder;
  throw new SteadfastError({
    code: "folder-missing",
    sentence: found === null ? `There is no folder ${folder}.` : `${folder} is a file, and a model is a folder.`,
    hint: "A model's folder holds its config.json, its tokenizer and its weights.",
  });
}

async function labModel(name: string, labFolder: string): Promise<string> {
  const entries = await readdir(labFolder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (names.includes(name)) return resolve(labFolder, name);
  throw new SteadfastError({
    code: "lab-model-missing",
    sentence: `The lab has no model ${name}.`,
    hint: names.length === 0 ? "This installation has no models of the lab." : `It has ${names.sort().map((each) => `lab:${each}`).join(", ")}.`,
  });
}
