import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isWhole } from "./whole-content.ts";

/** Kills a process that keeps replacing `path`, `kills` times, each a little later; fulfilled with how often a torn file was left. */
export async function tornAfterKills({ path, kills, how = "atomic" }: { path: string; kills: number; how?: "atomic" | "plain" }): Promise<number> {
  let torn = 0;
  for (let kill = 0; kill < kills; kill++) {
    const writer = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "write-until-killed.ts"), path, how]);
    const ended = once(writer, "exit");
    await once(writer.stdout, "data");
    await wait((kill * 7) % 41);
    writer.kill("SIGKILL");
    await ended;
    if (!isWhole(readFileSync(path, "utf8"))) torn++;
  }
  return torn;
}
