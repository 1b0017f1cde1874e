import { SteadfastError } from "../../../base/index.ts";
import { type TensorValue, tensorValue } from "../../../graph/index.ts";
import { openCheckpoint } from "../../checkpoint/checkpoint.ts";
import { writeCheckpoint } from "../../checkpoint/write-checkpoint.ts";
import type { Named } from "../trainable.ts";

/** Writes groups of tensors of equal names to one file of a folder, whatever its size: nobody but this reads it. */
export async function writeTensors(folder: string, groups: Readonly<Record<string, Named<TensorValue>>>): Promise<void> {
  const tensors = Object.entries(groups).flatMap(([group, named]) => Object.entries(named).map(([name, { shape, data }]) => ({ name: `${group}/${name}`, shape, data: data as Float32Array })));
  await writeCheckpoint({ folder, tensors, shardBytes: Number.MAX_SAFE_INTEGER });
}

/**
 * Reads groups that were written, each of the names and shapes of `like`.
 *
 * @throws SteadfastError `training-state-damaged`, and those of `openCheckpoint`.
 */
export async function readTensors<Group extends string>(folder: string, groups: readonly Group[], like: Named<TensorValue>): Promise<Record<Group, Named<TensorValue>>> {
  const checkpoint = await openCheckpoint(folder);
  try {
    const read = {} as Record<Group, Named<TensorValue>>;
    for (const group of groups) {
      const values: Named<TensorValue> = {};
      for (const [name, { shape }] of Object.entries(like)) {
        const stored = checkpoint.tensors.get(`${group}/${name}`);
        if (stored === undefined || stored.shape.join() !== shape.join()) throw damagedState(folder, `its tensor "${group}/${name}" is ${stored === undefined ? "missing" : `of the shape [${stored.shape.join(", ")}]`}`);
        values[name] = tensorValue("float32", shape, await checkpoint.read(stored.name));
      }
      read[group] = values;
    }
    return read;
  } finally {
    await checkpoint.close();
  }
}

export function damagedState(place: string, why: string, cause?: unknown): SteadfastError {
  return new SteadfastError({ code: "training-state-damaged", sentence: `The training state ${place} cannot be used: ${why}.`, hint: "Remove the folder state and train anew.", cause });
}
