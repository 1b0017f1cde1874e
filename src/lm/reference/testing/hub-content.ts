import { createHash } from "node:crypto";

/** A repository of the hub that tests run. */
export interface HostedModel {
  readonly repository: string;
  /** Files of each commit. */
  readonly commits: Map<string, ReadonlyMap<string, Uint8Array>>;
  /** Branches and tags. */
  readonly revisions: Map<string, string>;
  gated: boolean;
  private: boolean;
}

/** SHA-256 of content, as large files are known by. */
export function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What `git hash-object` prints for content. */
export function gitHash(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
}

/** Whether the hub keeps a file as a large one, outside of git. */
export function isLarge(name: string): boolean {
  return /\.(?:safetensors|bin|model|h5|onnx)$/.test(name);
}

export function commitOf(files: ReadonlyMap<string, Uint8Array>, parent: string): string {
  const hash = createHash("sha1").update(parent);
  for (const [name, content] of files) hash.update(`${name} ${sha256(content)}\n`);
  return hash.digest("hex");
}

/** A file as the hub's tree lists it; large ones `inflate` times as large as they are. */
export function treeEntry(name: string, content: Uint8Array, inflate = 1): object {
  const size = content.byteLength * (isLarge(name) ? inflate : 1);
  if (!isLarge(name)) return { type: "file", oid: gitHash(content), size, path: name };
  const pointer = Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${sha256(content)}\nsize ${size}\n`);
  return { type: "file", oid: gitHash(pointer), size, lfs: { oid: sha256(content), size, pointerSize: pointer.byteLength }, xetHash: sha256(pointer), path: name };
}
