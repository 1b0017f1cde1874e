import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Json, messageOf, writeFileAtomically } from "../../../base/index.ts";
import { tensorValue, type TensorValue } from "../../../graph/index.ts";
import type { Named } from "../trainable.ts";
import type { TrainerState } from "../trainer.ts";
import { namesIn, publishFolder } from "./publish-folder.ts";
import { damagedState, readTensors, writeTensors } from "./kept-tensors.ts";

/** A training between two steps, as it is kept on disk. */
export interface KeptTraining {
  readonly state: TrainerState;
  /** Whatever else is needed to go on. */
  readonly notes: Json;
}

const notesName = "training.json";
const groups = ["parameters", "firstMoments", "secondMoments"] as const;

/** `step-00000120`, and `step-00000120.1` where the same step is kept once more with other notes. */
const pattern = /^step-(\d{8,})(?:\.(\d+))?$/;

/**
 * Keeps a state as a folder of its own, made under a hidden name and then renamed; only then is the one before removed. So
 * from the first on there is a whole one at every moment.
 *
 * @throws SteadfastError `disk-full`, `not-writable`, `write-failed`.
 * @example
 * await keepTraining("training/states", { state: await trainer.readState(), notes: { seed: 1 } });
 */
export async function keepTraining(folder: string, { state, notes }: KeptTraining): Promise<void> {
  const { stepsDone, ...tensors } = state;
  const plain = `step-${String(Number(stepsDone.data[0])).padStart(8, "0")}`;
  const earlier = (await statesIn(folder)).filter((name) => name === plain || name.startsWith(`${plain}.`));
  const name = earlier.length === 0 ? plain : `${plain}.${Math.max(...earlier.map(copyOf)) + 1}`;
  await publishFolder(folder, name, async (hidden) => {
    await writeTensors(hidden, tensors);
    await writeFileAtomically(join(hidden, notesName), `${JSON.stringify(notes)}\n`);
  });
  for (const other of await statesIn(folder)) if (other !== name) await rm(join(folder, other), { recursive: true, force: true });
}

/**
 * The notes of the last state that was kept; undefined where there is none.
 *
 * @throws SteadfastError `training-state-damaged`.
 * @example
 * await keptNotes("never-trained"); // undefined
 */
export async function keptNotes(folder: string): Promise<Json | undefined> {
  const name = (await statesIn(folder)).at(-1);
  if (name === undefined) return undefined;
  const path = join(folder, name, notesName);
  try {
    return JSON.parse(await readFile(path, "utf8")) as Json;
  } catch (cause) {
    throw damagedState(path, messageOf(cause), cause);
  }
}

/**
 * The last state that was kept, of parameters like those at the start; undefined where there is none.
 *
 * @throws SteadfastError `training-state-damaged`, and those of `openCheckpoint`.
 * @example
 * const state = await keptState("training/states", trainable.start);
 * if (state !== undefined) await trainer.writeState(state);
 */
export async function keptState(folder: string, start: Named<TensorValue>): Promise<TrainerState | undefined> {
  const name = (await statesIn(folder)).at(-1);
  if (name === undefined) return undefined;
  return { ...(await readTensors(join(folder, name), groups, start)), stepsDone: tensorValue("int32", [], [stepOf(name)]) };
}

/** The last one last. */
async function statesIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => pattern.test(name)).sort((one, other) => stepOf(one) - stepOf(other) || copyOf(one) - copyOf(other));
}

function stepOf(name: string): number {
  return Number(pattern.exec(name)![1]);
}

function copyOf(name: string): number {
  return Number(pattern.exec(name)![2] ?? 0);
}
