import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { SteadfastError } from "../../../base/index.ts";
import { openCheckpoint } from "../checkpoint.ts";

/** What was found after the kills. */
export interface KillOutcome {
  /** All tensors of one version. */
  whole: number;
  /** Nothing that passes for weights: a kill while shards took the names of shards. */
  none: number;
  /** Tensors of several versions. */
  mixed: number;
}

/** Kills a process that keeps replacing weights, `kills` times, each a little later in its work. */
export async function killSeries({ folder, kills }: { folder: string; kills: number }): Promise<KillOutcome> {
  const outcome: KillOutcome = { whole: 0, none: 0, mixed: 0 };
  for (let kill = 0; kill < kills; kill++) {
    const writer = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "write-until-killed.ts"), folder]);
    const ended = once(writer, "exit");
    await once(writer.stdout, "data");
    await wait((kill * 13) % 83);
    writer.kill("SIGKILL");
    await ended;
    outcome[await stateOf(folder)]++;
  }
  return outcome;
}

async function stateOf(folder: string): Promise<keyof KillOutcome> {
  try {
    const checkpoint = await openCheckpoint(folder);
    try {
      const values = new Set<number>();
      for (const name of checkpoint.tensors.keys()) for (const value of await checkpoint.read(name)) values.add(value);
      const [version] = values;
      return values.size === 1 && checkpoint.tensors.size === (version! % 2 === 0 ? 3 : 2) ? "whole" : "mixed";
    } finally {
      await checkpoint.close();
    }
  } catch (error) {
    if (error instanceof SteadfastError && error.code === "checkpoint-missing" && error.message.endsWith("holds no weights of a model.")) return "none";
    throw error;
  }
}
