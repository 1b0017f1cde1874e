import { join } from "node:path";
import { writeFileAtomically } from "../../base/index.ts";
import { planShards, type TensorToWrite } from "./plan-shards.ts";
import { publishShards, removeStale, singleName } from "./publish.ts";
import { safetensorsContent, type WrittenType } from "./write-safetensors.ts";

/** @see writeCheckpoint */
export interface WriteCheckpointOptions {
  /** Is made if missing. */
  folder: string;
  /** In the order in which they are written. */
  tensors: readonly TensorToWrite[];
  /** Float32 if left out. Smaller types round to nearest, ties to even. */
  dtype?: WrittenType;
  /** A file holds tensors of at most so many bytes, but at least one tensor. 5 GB if left out, as elsewhere. */
  shardBytes?: number;
  /** Goes to the header of each file, beside `format: "pt"`, which other readers expect. */
  metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes weights as safetensors, one tensor after the other: `model.safetensors`, or if that would be too large,
 * `model-00001-of-0000N.safetensors` and so on with `model.safetensors.index.json`. Weights that were in the folder in this
 * form are replaced. While tensors are made and written, and if that fails, the old weights stay as they are. At no moment do
 * old and new ones pass for one model; only while shards take the names of old shards are there none. Only a kill in between
 * can leave something behind: a hidden temporary file, or a hidden folder of shards. Fulfilled with the names of the files.
 *
 * @throws SteadfastError `tensor-invalid`, `tensor-too-large` (a value that is finite in float32 but not in the smaller type)
 * or what writeFileAtomically throws (`disk-full`, `not-writable`, `write-failed`); what a tensor's own function throws comes out as it is.
 * @example
 * await writeCheckpoint({ folder: "out/student", tensors: [{ name: "lm_head.weight", shape: [256, 64], data: weights }], dtype: "bfloat16" });
 */
export async function writeCheckpoint({ folder, tensors, dtype = "float32", shardBytes = 5e9, metadata = {} }: WriteCheckpointOptions): Promise<readonly string[]> {
  const shards = planShards({ tensors, dtype, shardBytes });
  const contents = shards.map((shard) => ({
    names: shard.map(({ name }) => name),
    bytes: shard.reduce((sum, { bytes }) => sum + bytes, 0),
    content: () => safetensorsContent({ tensors: shard, dtype, metadata }),
  }));
  if (contents.length > 1) return publishShards({ folder, contents });
  await writeFileAtomically(join(folder, singleName), contents[0]!.content());
  await removeStale(folder, [singleName]);
  return [singleName];
}
