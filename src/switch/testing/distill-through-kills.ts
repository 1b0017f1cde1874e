import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { DistillOptions } from "../training/distill-options.ts";

/**
 * Distils in a process of its own that is killed (SIGKILL, at once) some milliseconds after its first step, wherever it then is, and begun
 * again with `resume`, until it is through.
 *
 * @param delays of each life; behind the last one it is left alone.
 * @returns how many lives were ended.
 */
export async function distillThroughKills(options: DistillOptions, delays: readonly number[]): Promise<number> {
  let kills = 0;
  for (const delay of [...delays, undefined]) {
    const life = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(import.meta.dirname, "distill-until-killed.ts"), JSON.stringify({ ...options, resume: true })], { stdio: ["ignore", "pipe", "inherit"] });
    life.stdout.resume();
    const ended = once(life, "exit");
    if (delay !== undefined) {
      await Promise.race([once(life.stdout, "data"), ended]);
      await wait(delay);
      if (life.kill("SIGKILL")) kills += 1;
    }
    const [code] = (await ended) as [number | null];
    if (delay === undefined && code !== 0) throw new Error(`The distillation ended with code ${code}.`);
  }
  return kills;
}
