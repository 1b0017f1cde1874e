import { damaged, missing, shown, unsafe } from "./failure.ts";
import { isObject, maximumJsonBytes, parseJsonObject } from "./json-object.ts";
import type { SourceFile } from "./source-file.ts";

/** Reads an index of shards: which file holds which tensor. */
export async function readShardIndex(file: SourceFile): Promise<ReadonlyMap<string, string>> {
  if (file.size > maximumJsonBytes) throw damaged(file.path, `it has ${file.size} bytes, where an index has ${maximumJsonBytes} at most`);
  const bytes = new Uint8Array(file.size);
  await file.read(bytes, 0);
  const { weight_map: weightMap } = parseJsonObject({ file: file.path, bytes, what: "its text" });
  if (!isObject(weightMap)) throw damaged(file.path, "it has no weight_map, which says where each tensor is");
  const shards = new Map<string, string>();
  for (const [name, shard] of Object.entries(weightMap)) {
    if (typeof shard !== "string" || shard === "") throw damaged(file.path, `its weight_map gives ${shown(shard)} as the file of ${shown(name)}`);
    if (/[/\\:\0]/.test(shard) || shard === "." || shard === "..") throw unsafe(file.path, `says that the tensor ${shown(name)} is in ${shown(shard)}, which is not the name of a file in its own folder`, "Do not use this model unless you know why its index points elsewhere.");
    shards.set(name, shard);
  }
  if (shards.size === 0) throw missing(`${file.path} lists no tensors.`, "Fetch the model again.");
  return shards;
}
