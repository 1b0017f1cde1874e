import { readFile, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { type EventSink, SteadfastError, writeFileAtomically } from "../../base/index.ts";
import type { CacheLayout } from "./cache-layout.ts";
import { downloadBlob } from "./download-blob.ts";
import type { HubClient } from "./hub-client.ts";
import { malformedAnswer, storageFailure } from "./hub-failures.ts";
import type { HubFile } from "./hub-listing.ts";
import { selectModelFiles, shardNames, type WantedFiles } from "./model-files.ts";
import { lockRepository } from "./repository-lock.ts";
import { linkToBlob } from "./snapshot-link.ts";
import { TransferProgress } from "./transfer-progress.ts";

/** @see downloadSnapshot */
export interface SnapshotDownload {
  client: HubClient;
  layout: CacheLayout;
  commit: string;
  files: readonly HubFile[];
  sink: EventSink;
}

// More would compete for the same line; fewer would wait for each small file's answer.
const filesAtOnce = 4;

/** Brings a commit of a model into the cache, as far as it is missing; fulfilled with the snapshot's folder. */
export async function downloadSnapshot(download: SnapshotDownload): Promise<string> {
  const { client, layout, commit, files, sink } = download;
  const folder = layout.snapshot(commit);
  const wanted = selectModelFiles(files.map(({ path }) => path));
  if (wanted.weights === null) throw withoutWeights(client, files);
  // Before the lock: a cache that holds everything needs no write, and may allow none.
  if ((await missingFiles(download, wanted))?.length === 0) return folder;

  const onWait = (): void => sink({ type: "message", level: "info", text: `Another process downloads ${client.subject.repository}; waiting for it.` });
  const lock = await lockRepository({ file: layout.lock, signal: client.signal, onWait });
  try {
    await bringMissing(download, wanted);
  } finally {
    lock.release();
  }
  return folder;
}

async function bringMissing(download: SnapshotDownload, wanted: WantedFiles): Promise<void> {
  const { client, files, sink } = download;
  const progress = new TransferProgress({ task: `downloading ${client.subject.repository}`, sink });
  if (wanted.weights?.kind === "index") await place(download, fileNamed(client, files, wanted.weights.name), progress);
  const missing = (await missingFiles(download, wanted))!;
  progress.expect(missing.reduce((sum, { size }) => sum + size, 0));
  await refuseFullDisk(download, missing);
  // Weights last: a snapshot that has them has all.
  const isSmall = (file: HubFile): boolean => wanted.small.includes(file.path);
  await placeAll(download, missing.filter(isSmall), progress);
  await placeAll(download, missing.filter((file) => !isSmall(file)), progress);
}

/** Notes what a branch or tag is at, so that it can be found without a network. */
export async function noteRevision(options: { layout: CacheLayout; revision: string; commit: string }): Promise<void> {
  const path = options.layout.ref(options.revision);
  const noted = await readFile(path, "utf8").catch(() => null);
  if (noted?.trim() === options.commit) return;
  await writeFileAtomically(path, options.commit);
}

/** Null while the index that names the shards is itself missing. */
async function missingFiles({ client, layout, commit, files }: SnapshotDownload, wanted: WantedFiles): Promise<HubFile[] | null> {
  const folder = layout.snapshot(commit);
  const { weights } = wanted;
  let shards = weights?.kind === "file" ? [weights.name] : [];
  if (weights?.kind === "index") {
    if (!(await isPresent(join(folder, weights.name), fileNamed(client, files, weights.name)))) return null;
    shards = shardNames({ name: weights.name, text: await readFile(join(folder, weights.name), "utf8"), of: client.subject.repository });
  }
  const all = [...wanted.small, ...shards].map((name) => fileNamed(client, files, name));
  const present = await Promise.all(all.map((file) => isPresent(join(folder, file.path), file)));
  return all.filter((_, position) => !present[position]);
}

async function place({ client, layout, commit }: SnapshotDownload, file: HubFile, progress: TransferProgress): Promise<void> {
  const blob = layout.blob(file.hash);
  const path = join(layout.snapshot(commit), file.path);
  if (await isPresent(path, file)) return;
  const { endpoint, repository } = client.subject;
  if (await isPresent(blob, file)) progress.add(file.size, file.path);
  else {
    const url = new URL(`${endpoint}/${repository}/resolve/${commit}/${encodeURIComponent(file.path)}`);
    await downloadBlob({ client, url, file, blob, partial: layout.partial(file.hash), onBytes: (bytes) => progress.add(bytes, file.path) });
  }
  await linkToBlob({ blob, path }).catch((error: unknown) => {
    throw storageFailure(path, error);
  });
}

async function isPresent(path: string, file: HubFile): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile() && found.size === file.size,
    () => false,
  );
}

async function refuseFullDisk({ client, layout }: SnapshotDownload, missing: readonly HubFile[]): Promise<void> {
  const sizes = await Promise.all(
    missing.map(async (file) => {
      if (await isPresent(layout.blob(file.hash), file)) return 0;
      const gathered = await stat(layout.partial(file.hash)).then(({ size }) => size, () => 0);
      return Math.max(0, file.size - gathered);
    }),
  );
  const needed = sizes.reduce((sum, size) => sum + size, 0);
  const disk = await statfs(join(layout.lock, "..")).catch(() => null);
  // Some file systems do not tell and say 0 of 0.
  if (disk === null || disk.blocks === 0 || needed <= disk.bavail * disk.bsize) return;
  throw new SteadfastError({
    code: "disk-full",
    kind: "incomplete",
    sentence: `The disk of ${layout.folder} has ${inGigabytes(disk.bavail * disk.bsize)} left, and ${client.subject.repository} needs ${inGigabytes(needed)} more.`,
    hint: "Free some space or set HF_HUB_CACHE to a folder on another disk.",
  });
}

function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

function fileNamed(client: HubClient, files: readonly HubFile[], name: string): HubFile {
  const file = files.find(({ path }) => path === name);
  if (file === undefined) {
    throw new SteadfastError({
      code: "shard-missing",
      sentence: `The index of ${client.subject.repository} names the weights ${name}, which the hub does not have.`,
      hint: "Try another revision (hf:org/name@revision), or ask the model's author.",
    });
  }
  return file;
}

function withoutWeights(client: HubClient, files: readonly HubFile[]): SteadfastError {
  if (files.length === 0) return malformedAnswer(client.subject.endpoint, `it lists no file of ${client.subject.repository}`);
  const others = files.map(({ path }) => path).filter((path) => /\.(?:gguf|h5|msgpack|onnx|safetensors|bin|pth?)$/.test(path));
  return new SteadfastError({
    code: "weights-missing",
    sentence: `The model ${client.subject.repository} has no weights in a form that is read here${others.length === 0 ? "" : `; it has ${others.slice(0, 3).join(", ")}`}.`,
    hint: "Needed is model.safetensors or pytorch_model.bin, whole or in shards with their index.",
  });
}

/** Some files at once; the first failure ends them all, with what has come kept. */
async function placeAll(download: SnapshotDownload, files: readonly HubFile[], progress: TransferProgress): Promise<void> {
  // Files with the same content share a blob, so that only one of them may be on its way.
  const waiting = [...Map.groupBy(files, ({ hash }) => hash).values()];
  const failures: unknown[] = [];
  const failed = new AbortController();
  const joint = { ...download, client: download.client.endedBy(failed.signal) };
  const worker = async (): Promise<void> => {
    for (let group = waiting.shift(); group !== undefined && failures.length === 0; group = waiting.shift()) {
      try {
        for (const file of group) await place(joint, file, progress);
      } catch (error) {
        failures.push(error);
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, worker));
  if (failures.length > 0) throw failures[0];
}
