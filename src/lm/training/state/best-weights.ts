import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { TensorValue } from "../../../graph/index.ts";
import type { Named } from "../trainable.ts";
import { readTensors, writeTensors } from "./kept-tensors.ts";
import { namesIn, publishFolder } from "./publish-folder.ts";

const pattern = /^best-(\d+)$/;

/**
 * Keeps what was learnt by a step as `best-<step>/`. A resumed training that comes to the step again has the same weights
 * and leaves the folder as it is; earlier ones stay until the state that names them is replaced.
 *
 * @example
 * await keepBest("training", 120, learnt);
 */
export async function keepBest(folder: string, step: number, learnt: Named<TensorValue>): Promise<void> {
  const name = `best-${step}`;
  if ((await namesIn(folder)).includes(name)) return;
  await publishFolder(folder, name, (hidden) => writeTensors(hidden, { parameters: learnt }));
}

/**
 * @throws SteadfastError `training-state-damaged`, and those of `openCheckpoint`.
 * @example
 * await keepBest("training", 120, learnt);
 * const best = await keptBest("training", 120, trainable.start);
 */
export async function keptBest(folder: string, step: number, like: Named<TensorValue>): Promise<Named<TensorValue>> {
  return (await readTensors(join(folder, `best-${step}`), ["parameters"], like)).parameters;
}

/**
 * Removes all but that of one step, once the state on disk names no other.
 *
 * @example
 * await keepBest("training", 120, learnt);
 * await forgetOthers("training", 120);
 */
export async function forgetOthers(folder: string, step: number | undefined): Promise<void> {
  for (const name of await namesIn(folder)) {
    const found = pattern.exec(name)?.[1];
    if (found !== undefined && Number(found) !== step) await rm(join(folder, name), { recursive: true, force: true });
  }
}
