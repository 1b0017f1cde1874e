import { randomBytes } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { messageOf, SteadfastError, syncFolder, systemCodeOf, writeFileAtomically } from "../../base/index.ts";

export const singleName = "model.safetensors";
const indexName = "model.safetensors.index.json";
const ownNames = /^model(?:-\d{5,}-of-\d{5,})?\.safetensors$|^model\.safetensors\.index\.json$/;

/** What one file is to hold. */
export interface ShardContent {
  /** Of its tensors. */
  readonly names: readonly string[];
  /** Of its tensors. */
  readonly bytes: number;
  content(): AsyncIterable<Uint8Array>;
}

/**
 * Writes several files and their index. All that takes long happens in a hidden folder beside; the old weights are there
 * until the new ones only need their names.
 */
export async function publishShards({ folder, contents }: { folder: string; contents: readonly ShardContent[] }): Promise<readonly string[]> {
  const names = contents.map((_, index) => `model-${padded(index + 1)}-of-${padded(contents.length)}.safetensors`);
  const staging = join(folder, `.model.${randomBytes(6).toString("hex")}.tmp`);
  try {
    for (const [index, { content }] of contents.entries()) await writeFileAtomically(join(staging, names[index]!), content());
    await changeFolder(folder, async () => {
      // Files of the old names that the old index lists are about to be replaced: from here on there is no old model.
      const present = await readdir(folder);
      if (names.some((name) => present.includes(name))) await rm(join(folder, indexName), { force: true });
      await syncFolder(folder);
      for (const name of names) await rename(join(staging, name), join(folder, name));
      await syncFolder(folder);
    });
    await writeFileAtomically(join(folder, indexName), indexText(contents, names));
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => {});
  }
  // Readers prefer a single file, so that until it is gone, one that was here before is still the model.
  await removeStale(folder, [...names, indexName]);
  return [...names, indexName];
}

/** Removes weights of the same form that `kept` has replaced. */
export async function removeStale(folder: string, kept: readonly string[]): Promise<void> {
  await changeFolder(folder, async () => {
    const stale = (await readdir(folder)).filter((name) => ownNames.test(name) && !kept.includes(name));
    // The single file first, for it is preferred to all others.
    for (const name of stale.sort((a, b) => Number(b === singleName) - Number(a === singleName))) await rm(join(folder, name), { force: true });
    if (stale.length > 0) await syncFolder(folder);
  });
}

function indexText(contents: readonly ShardContent[], names: readonly string[]): string {
  const places = contents.flatMap((shard, index) => shard.names.map((name) => `    ${JSON.stringify(name)}: ${JSON.stringify(names[index])}`));
  const bytes = contents.reduce((sum, shard) => sum + shard.bytes, 0);
  return `{\n  "metadata": {\n    "total_size": ${bytes}\n  },\n  "weight_map": {\n${places.sort().join(",\n")}\n  }\n}\n`;
}

function padded(number: number): string {
  return String(number).padStart(5, "0");
}

async function changeFolder(folder: string, change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (cause) {
    if (systemCodeOf(cause) === undefined || cause instanceof SteadfastError) throw cause;
    throw new SteadfastError({ code: "write-failed", kind: "incomplete", sentence: `The weights in ${folder} could not be replaced: ${messageOf(cause)}.`, hint: "Check that you may change the folder, and write again.", cause });
  }
}
